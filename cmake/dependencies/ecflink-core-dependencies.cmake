# What ecflink::core needs: Boost's headers, for Outcome.
find_dependency(Boost 1.70)
