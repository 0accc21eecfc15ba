"""What is measured against what, one command each; figures in RESULTS.md."""
