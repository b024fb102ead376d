using Studio.Browser.Tests;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

// Browsers, ffmpeg and the studio share two cores: side by side the tests would only wait for each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: AssemblyFixture(typeof(OpenStudio))]
