"""One folder a screen: view, templates, script and test together."""
