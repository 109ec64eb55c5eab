provider "google" {
  project = "brightwater-example"
}

resource "google_container_node_pool" "accelerated" {
  name    = "accelerated"
  cluster = "serving"

  node_config {
    machine_type = "a3-highgpu-8g"
    guest_accelerator {
      type  = "nvidia-h100-80gb"
      count = 8
    }
  }
}
