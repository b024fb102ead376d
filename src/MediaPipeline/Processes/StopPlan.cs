namespace MediaPipeline.Processes;

/// <summary>How to end a program: politely first, each step with its patience, killed at last.</summary>
public sealed record StopPlan(IReadOnlyList<StopStep> Steps)
{
    /// <summary>ffmpeg: an interrupt makes it close its files; a second one makes it hurry.</summary>
    public static StopPlan Ffmpeg { get; } = new([new StopStep(Signals.Interrupt, TimeSpan.FromSeconds(1.5)), new StopStep(Signals.Terminate, TimeSpan.FromSeconds(0.5))]);

    /// <summary>A server: SIGTERM, then some patience.</summary>
    public static StopPlan Terminate(TimeSpan patience) => new([new StopStep(Signals.Terminate, patience)]);
}

/// <summary>One signal and how long to wait for the end after it.</summary>
public sealed record StopStep(int Signal, TimeSpan Patience);
