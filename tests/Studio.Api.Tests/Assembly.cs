using Studio.Api.Tests;
using Xunit;

// Each class runs a studio of its own or shares one; side by side they would only wait for the same two cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(SharedStudio))]
