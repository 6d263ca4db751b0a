"""A man as he is drawn, in a pressure suit or out of it: joints, cloth, limbs, helmet, face; and the rope he is on.

Man frame: +X ahead, +Y to his left, +Z up. What only one suit has is in the plugin whose suit it is.
"""
