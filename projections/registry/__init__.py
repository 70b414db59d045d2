"""For the public: is this certificate valid, on which day, and since when? ISO/IEC 17065 7.8."""
