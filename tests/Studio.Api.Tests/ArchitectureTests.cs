using System.Reflection;
using NetArchTest.Rules;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

public sealed class ArchitectureTests
{
    private static readonly Assembly Media = typeof(MediaPipeline.Cutting.CutPlan).Assembly, Domain = typeof(Grains.Live.LiveSession).Assembly;

    [Fact]
    public void MediaPipeline_knows_nothing_of_Orleans_HTTP_or_sales() => NoReference(Media, "Orleans", "Microsoft.AspNetCore", "Studio");

    [Fact]
    public void Grains_know_nothing_of_HTTP_or_media_files() => NoReference(Domain, "Microsoft.AspNetCore", "MediaPipeline", "Studio.Api");

    [Fact]
    public void Pure_cores_have_no_clock_and_no_store()
    {
        NetArchTest.Rules.TestResult result = Types.InAssembly(Domain).That().HaveName("LiveSession", "HoldLedger", "ClipRecord", "ClipEditing", "ClipWorking", "Claiming", "ClipTransitions", "HandoverBook", "OrderMatching", "StationDesk", "Reconciling", "Retention", "KeptSession", "PushList", "BaseDay", "Deciding", "Spanning", "Fitting", "Bundling", "Alternatives", "Availability").Should().NotHaveDependencyOnAny("StackExchange.Redis", "System.TimeProvider").GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Program_is_a_page() => Assert.InRange(File.ReadAllLines(Path.Combine(Checkout.Root, "src", "Studio.Api", "Program.cs")).Length, 1, 60);

    [Fact]
    public void No_source_file_is_longer_than_three_hundred_lines()
    {
        string[] long_ = [.. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && File.ReadLines(file).Count() > 300)];
        Assert.Empty(long_);
    }

    private static void NoReference(Assembly assembly, params string[] prefixes)
    {
        string[] wrong = [.. assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))];
        Assert.Empty(wrong);
    }
}
