namespace Studio.Grains;
