"""The running programme: receives, converses, delivers, and shows its pages."""
