"""What is true of the world outside: read from `resources/knowledge`, each entry with its source and date."""
