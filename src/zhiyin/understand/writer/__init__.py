"""An optional language model: whom we ask, what may be spent, what left this machine. Off until somebody names one."""
