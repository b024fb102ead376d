using Studio.Api.Tests;
using Xunit;

// One after the other, but for classes in collections of their own: they have studios of their own and mostly wait for what takes its time.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
[assembly: AssemblyFixture(typeof(SharedStudio))]
