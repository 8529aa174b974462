"""The desk's views: who may, what each method answers."""
