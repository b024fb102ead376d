using System.Collections.Concurrent;

namespace Studio.Api.Keeping;

/// <summary>What keeps a session from being sealed, moved or deleted, by stable codes. Known to the process that does these things.</summary>
internal sealed class KeepingProblems
{
    /// <summary>What somebody was at.</summary>
    public const string Sealing = "sealing", Moving = "moving", Deleting = "deleting";

    private readonly ConcurrentDictionary<(string Session, string Work), string> _problems = new();

    /// <summary>Notes a problem, or that there is none any more.</summary>
    public void Set(string sessionId, string work, string? code)
    {
        if (code is null) _problems.TryRemove((sessionId, work), out _);
        else _problems[(sessionId, work)] = code;
    }

    /// <summary>The first problem of a session.</summary>
    public string? Of(string sessionId) => ((string[])[Sealing, Deleting, Moving]).Select(work => _problems.GetValueOrDefault((sessionId, work))).FirstOrDefault(code => code is not null);
}
