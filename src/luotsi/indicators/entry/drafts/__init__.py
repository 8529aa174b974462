"""Values kept before they count: typed, sent for approval, approved, returned, taken back."""
