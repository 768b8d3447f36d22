"""The service: runs that live outside the page's script."""
