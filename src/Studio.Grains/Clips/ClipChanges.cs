namespace Studio.Grains.Clips;

/// <summary>A command of an editor. Any may be refused with not-found, operation-conflict or clip-not-ready.</summary>
[GenerateSerializer, Immutable, Alias("studio.ClipChange")]
public abstract record ClipChange;

/// <summary>Change what is cut, and how. Refused: stale-edit, span-empty, validation.</summary>
[GenerateSerializer, Immutable, Alias("studio.EditClip")]
public sealed record EditClip(
    [property: Id(0)] long Revision, [property: Id(1)] string Title, [property: Id(2)] IReadOnlyList<ClipSpan> Spans, [property: Id(3)] ClipCaptions? Captions,
    [property: Id(4)] ClipLayout? Layout, [property: Id(5)] ClipCover? Cover) : ClipChange;

/// <summary>Make its files: the exact cut, and versions for these platforms beside those that are there.</summary>
[GenerateSerializer, Immutable, Alias("studio.RenderClip")]
public sealed record RenderClip([property: Id(0)] IReadOnlyList<string> Presets) : ClipChange;

/// <summary>Try again what failed or was stopped.</summary>
[GenerateSerializer, Immutable, Alias("studio.RetryClip")]
public sealed record RetryClip : ClipChange;

/// <summary>Stop the work.</summary>
[GenerateSerializer, Immutable, Alias("studio.CancelClip")]
public sealed record CancelClip : ClipChange;

/// <summary>Find it good.</summary>
[GenerateSerializer, Immutable, Alias("studio.ApproveClip")]
public sealed record ApproveClip : ClipChange;

/// <summary>Give it back. Refused: validation (a comment is needed).</summary>
[GenerateSerializer, Immutable, Alias("studio.ReturnClip")]
public sealed record ReturnClip([property: Id(0)] string Comment) : ClipChange;

/// <summary>Hand it over. Refused: claim-expired.</summary>
[GenerateSerializer, Immutable, Alias("studio.HandOverClip")]
public sealed record HandOverClip([property: Id(0)] IReadOnlyList<HandedFile> Files) : ClipChange;

/// <summary>Nobody wants it.</summary>
[GenerateSerializer, Immutable, Alias("studio.DropClip")]
public sealed record DropClip : ClipChange;

/// <summary>Somebody wants it after all.</summary>
[GenerateSerializer, Immutable, Alias("studio.RestoreClip")]
public sealed record RestoreClip : ClipChange;

/// <summary>Decide about what is promised in it. Refused: stale-edit, span-empty (nothing would be left), no-claims.</summary>
[GenerateSerializer, Immutable, Alias("studio.DecideClaims")]
public sealed record DecideClaims([property: Id(0)] long Revision, [property: Id(1)] ClaimChoice Choice, [property: Id(2)] string Note) : ClipChange;

/// <summary>Somebody shall see to it; null: nobody.</summary>
[GenerateSerializer, Immutable, Alias("studio.AssignClip")]
public sealed record AssignClip([property: Id(0)] string? Account) : ClipChange;

/// <summary>Say something. Refused: validation.</summary>
[GenerateSerializer, Immutable, Alias("studio.CommentClip")]
public sealed record CommentClip([property: Id(0)] string Text) : ClipChange;

/// <summary>Make two clips of it: the other is made first, so that nothing is lost in between. Refused: stale-edit, span-empty.</summary>
[GenerateSerializer, Immutable, Alias("studio.SplitClip")]
public sealed record SplitClip([property: Id(0)] long Revision, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string SecondId) : ClipChange;
