using System.Globalization;
using Studio.Grains.Commit;

namespace Studio.Grains.Keeping;

/// <summary>How one session is kept. No I/O and no clock. What may happen is decided in <see cref="Retention"/>, which only reads; <see cref="Apply"/> alone makes the next one. Schema 1.</summary>
public sealed record KeptSession
{
    public int Schema { get; init; } = 1;

    /// <summary>Years after the session's end; never fewer than <see cref="Retention.LegalYears"/>.</summary>
    public int Years { get; init; } = Retention.LegalYears;

    public SignedReason? Hold { get; init; }

    /// <summary>The first step of a deletion.</summary>
    public SignedReason? Asked { get; init; }

    /// <summary>The second.</summary>
    public SignedReason? Confirmed { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public bool Cold { get; init; }

    public KeptHead Head { get; init; } = KeptHead.None;

    /// <summary>What people did.</summary>
    public IReadOnlyList<KeepingAct> Acts { get; init; } = [];

    /// <summary>Operations that were carried out.</summary>
    public IReadOnlyList<DoneOperation<string>> Done { get; init; } = [];

    /// <summary>Makes one line true.</summary>
    public KeptSession Apply(KeepingLine line)
    {
        KeptSession after = line.Event switch
        {
            HeadNoted noted => this with { Head = noted.Head },
            KeptLonger longer => (this with { Years = longer.Years }).Note(line, "longer", longer.Years.ToString(CultureInfo.InvariantCulture)),
            LegallyHeld held => (this with { Hold = new SignedReason(line.By, line.At, held.Why), Asked = null }).Note(line, "held", held.Why),
            HoldLifted lifted => (this with { Hold = null }).Note(line, "lifted", lifted.Why),
            DeletionAsked asked => (this with { Asked = new SignedReason(line.By, line.At, asked.Why) }).Note(line, "asked", asked.Why),
            DeletionConfirmed => (this with { Confirmed = new SignedReason(line.By, line.At, Asked?.Why ?? "") }).Note(line, "confirmed", ""),
            DeletionTakenBack => (this with { Asked = null }).Note(line, "taken-back", ""),
            MovedToCold => this with { Cold = true },
            FilesDeleted => (this with { DeletedAt = line.At }).Note(line, "deleted", ""),
            _ => throw new ArgumentOutOfRangeException(nameof(line), line.Event, "An event that this version does not know."),
        };
        return line.Operation is { } done ? after with { Done = (new OperationLog<string> { Done = Done }).With(done.Id, done.Body, done.Answer).Done } : after;
    }

    private KeptSession Note(KeepingLine line, string what, string words) => this with { Acts = [.. Acts, new KeepingAct(line.At, line.By, what, words)] };
}
