"""The desk's forms: they check the shape of what was typed; operations decide."""
