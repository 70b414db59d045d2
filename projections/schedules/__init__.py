"""For planners and the scheduler: what falls due when, for whom? ISO/IEC 17065 7.9."""
