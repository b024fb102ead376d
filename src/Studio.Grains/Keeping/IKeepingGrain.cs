using Orleans.Concurrency;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Keeping;

/// <summary>
/// How long a session's recording is kept, who forbade its deletion, who deleted it, and how far its manifest went. Apart from the folder, so that a
/// manifest that lost its end is noticed. Key: the session's id. Every answer is durable before it is given.
/// </summary>
[Alias("studio.IKeepingGrain")]
public interface IKeepingGrain : IGrainWithStringKey
{
    /// <summary>How the session is kept; null: there is no such session.</summary>
    [ReadOnly, Alias("Get")] Task<KeepingView?> Get();

    /// <summary>Carries out a manager's command. Refused: not-found, operation-conflict, and what <see cref="Retention"/> says.</summary>
    [Alias("Do")] Task<Outcome<KeepingView>> Do(Stamp stamp, KeepingCommand command);

    /// <summary>What managers did, oldest first.</summary>
    [ReadOnly, Alias("Acts")] Task<IReadOnlyList<KeepingAct>> Acts();

    /// <summary>Notes how far the manifest goes. False: it goes less far than it did, or says something else, or the recording is to be deleted; nothing is noted.</summary>
    [Alias("NoteHead")] Task<bool> NoteHead(KeptHead head);

    /// <summary>Notes that the folder lies with the cold ones now.</summary>
    [Alias("NoteCold")] Task NoteCold();

    /// <summary>Notes that the files of a confirmed deletion are gone.</summary>
    [Alias("NoteDeleted")] Task NoteDeleted();
}

/// <summary>Something that a manager wants.</summary>
[GenerateSerializer, Immutable, Alias("studio.KeepingCommand")]
public abstract record KeepingCommand;

/// <summary>Keep it for so many years after its end; never fewer than now.</summary>
[GenerateSerializer, Immutable, Alias("studio.KeepLonger")]
public sealed record KeepLonger([property: Id(0)] int Years) : KeepingCommand;

/// <summary>Nobody may delete it until this is lifted (依法保全).</summary>
[GenerateSerializer, Immutable, Alias("studio.SetLegalHold")]
public sealed record SetLegalHold([property: Id(0)] string Why) : KeepingCommand;

/// <summary>The reason for it is gone.</summary>
[GenerateSerializer, Immutable, Alias("studio.LiftLegalHold")]
public sealed record LiftLegalHold([property: Id(0)] string Why) : KeepingCommand;

/// <summary>The first step of a deletion.</summary>
[GenerateSerializer, Immutable, Alias("studio.AskDeletion")]
public sealed record AskDeletion([property: Id(0)] string Why) : KeepingCommand;

/// <summary>The second step: by another manager, or by whoever asked with the session's title typed.</summary>
[GenerateSerializer, Immutable, Alias("studio.ConfirmDeletion")]
public sealed record ConfirmDeletion([property: Id(0)] string? Title) : KeepingCommand;

/// <summary>Not after all.</summary>
[GenerateSerializer, Immutable, Alias("studio.TakeBackDeletion")]
public sealed record TakeBackDeletion : KeepingCommand;

/// <summary>How a session is kept.</summary>
/// <param name="KeptUntil">Null while the session has not ended.</param>
/// <param name="Asked">A first step that can still be confirmed.</param>
[GenerateSerializer, Immutable, Alias("studio.KeepingView")]
public sealed record KeepingView(
    [property: Id(0)] string SessionId, [property: Id(1)] KeepingState State, [property: Id(2)] int Years, [property: Id(3)] DateTimeOffset? KeptUntil,
    [property: Id(4)] SignedReason? Hold, [property: Id(5)] SignedReason? Asked, [property: Id(6)] SignedReason? Confirmed, [property: Id(7)] DateTimeOffset? DeletedAt,
    [property: Id(8)] KeptHead Head, [property: Id(9)] bool Cold);

/// <summary>Where a recording stands. Only one that is <see cref="Expired"/> can be asked to be deleted.</summary>
public enum KeepingState
{
    /// <summary>Its session is not over.</summary>
    Running,

    /// <summary>The law, or the base, wants it kept.</summary>
    Kept,

    /// <summary>On legal hold, whatever its age.</summary>
    OnHold,

    /// <summary>Nobody has to keep it any more.</summary>
    Expired,

    /// <summary>Somebody asked to delete it.</summary>
    Asked,

    /// <summary>Its files are being removed.</summary>
    Deleting,

    /// <summary>Its files are gone.</summary>
    Deleted,
}

/// <summary>Who, when, why.</summary>
[GenerateSerializer, Immutable, Alias("studio.SignedReason")]
public sealed record SignedReason([property: Id(0)] string By, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string Why);

/// <summary>How far a manifest went when the studio last looked.</summary>
/// <param name="Number">Number of its last line; 0: nothing was sealed.</param>
/// <param name="Closed">Whether the session's evidence is sealed too.</param>
[GenerateSerializer, Immutable, Alias("studio.KeptHead")]
public sealed record KeptHead([property: Id(0)] long Number, [property: Id(1)] string Chain, [property: Id(2)] long Bytes, [property: Id(3)] bool Closed)
{
    /// <summary>Before the first line.</summary>
    public static KeptHead None { get; } = new(0, "", 0, Closed: false);
}

/// <summary>Something that a manager did, or that followed from it.</summary>
/// <param name="What">Short name: longer, held, lifted, asked, confirmed, taken-back, deleted.</param>
/// <param name="Words">The reason; for longer, the years.</param>
[GenerateSerializer, Immutable, Alias("studio.KeepingAct")]
public sealed record KeepingAct([property: Id(0)] DateTimeOffset At, [property: Id(1)] string By, [property: Id(2)] string What, [property: Id(3)] string Words);
