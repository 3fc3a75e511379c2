"""Two hundred synthetic cases in every state: who asks, what she types, what happens to it."""
