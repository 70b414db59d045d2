"""Everything published that the product ships as data: rule packs, man-days, prices, deadlines."""
