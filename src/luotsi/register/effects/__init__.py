"""Effects of services: who took part against others like them, told of groups large enough, as releases of their own.

Owns: who is compared with whom, which effects may be told, their releases.
Never: lets a row of the comparison out, tells an effect by municipality, calls a difference proof of cause.
"""
