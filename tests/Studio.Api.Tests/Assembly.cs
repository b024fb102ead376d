using Studio.Api.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedStudio))]
