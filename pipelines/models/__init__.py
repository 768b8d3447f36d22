"""The models there are, and (as they come) the engines that run them."""
