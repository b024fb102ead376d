using Orleans.Concurrency;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Clips;

/// <summary>A clip (切片). Key: its id; the clip of a showing is called <c>sessionId-revision</c>, so a showing has one. Every answer is durable before it is given.</summary>
[Alias("studio.IClipGrain")]
public interface IClipGrain : IGrainWithStringKey
{
    /// <summary>Makes the clip of a showing that is over, and queues its exact cut. Repeating it changes nothing.</summary>
    [Alias("Request")] Task Request(ClipRequest request);

    /// <summary>Makes the clip, if there is none; answers the one that there is. It must carry this grain's id.</summary>
    [Alias("Create")] Task<Clip> Create(Clip clip);

    /// <summary>The studio found out something: it may be offered as this candidate now (null: not any more), and all of this was promised in its session.</summary>
    [Alias("Learn")] Task Learn(Clip? candidate, IReadOnlyList<ClipClaim> claims);

    /// <summary>Carries out an editor's command. A repeat changes nothing and answers the clip as it stands.</summary>
    [Alias("Do")] Task<Outcome<Clip>> Do(Stamp stamp, ClipChange change);

    /// <summary>A worker starts (or restarts) the job; null when there is nothing to do now (done, stopped, unknown, or to be tried later).</summary>
    [Alias("Start")] Task<ClipOrder?> Start();

    /// <summary>The job moved on; false tells the worker to stop, because somebody stopped it or changed what is to be cut.</summary>
    [Alias("Progress")] Task<bool> Progress(long revision, ClipStep step, int percent, int? secondsLeft);

    /// <summary>The files have their final names. Ignored when somebody changed what is to be cut meanwhile.</summary>
    [Alias("Finish")] Task Finish(long revision, ClipResult result);

    /// <summary>Better covers were found (or none). Ignored when somebody changed what is to be cut meanwhile.</summary>
    [Alias("Covered")] Task Covered(long revision, IReadOnlyList<CoverFile> covers);

    /// <summary>The job went wrong; <paramref name="code"/> is stable and has a sentence on the web.</summary>
    [Alias("Fail")] Task Fail(long revision, string code);

    /// <summary>The clip, or null when there is none.</summary>
    [ReadOnly, Alias("Get")] Task<Clip?> Get();
}
