"""Bodies as earlier versions kept them; every later version must start on each."""
