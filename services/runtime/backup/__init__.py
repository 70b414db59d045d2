"""A body in one folder, and back: dump, manifest, proof, restore."""
