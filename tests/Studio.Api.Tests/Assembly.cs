using Studio.Api.Tests;
using Xunit;

// Each class runs a studio of its own or shares one; side by side they would only wait for the same two cores.
[assembly: Parallelization(Mode = ParallelizationMode.None)]
[assembly: AssemblyFixture(typeof(SharedStudio))]
