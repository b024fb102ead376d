namespace Studio.Grains.Tests;
