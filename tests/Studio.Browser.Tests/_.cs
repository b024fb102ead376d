namespace Studio.Browser.Tests;
