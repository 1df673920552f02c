"""What a plan is: frozen, typed values. Nothing here reads, writes or prints."""
