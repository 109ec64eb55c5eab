provider "aws" {
  region = "eu-central-1"
}

resource "aws_sagemaker_notebook_instance" "training" {
  name          = "claims-training"
  role_arn      = var.role_arn
  instance_type = "ml.p4d.24xlarge"
}

variable "role_arn" {
  type = string
}
