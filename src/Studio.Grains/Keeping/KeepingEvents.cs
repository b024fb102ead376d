using System.Text.Json.Serialization;
using Studio.Grains.Commit;

namespace Studio.Grains.Keeping;

/// <summary>Something that happened to how a session is kept, as it is stored. Names on disk never change.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(HeadNoted), "head")]
[JsonDerivedType(typeof(KeptLonger), "longer")]
[JsonDerivedType(typeof(LegallyHeld), "held")]
[JsonDerivedType(typeof(HoldLifted), "lifted")]
[JsonDerivedType(typeof(DeletionAsked), "asked")]
[JsonDerivedType(typeof(DeletionConfirmed), "confirmed")]
[JsonDerivedType(typeof(DeletionTakenBack), "taken-back")]
[JsonDerivedType(typeof(MovedToCold), "cold")]
[JsonDerivedType(typeof(FilesDeleted), "deleted")]
public abstract record KeepingEvent;

/// <summary>The manifest goes so far.</summary>
public sealed record HeadNoted(KeptHead Head) : KeepingEvent;

/// <summary>It is kept for so many years.</summary>
public sealed record KeptLonger(int Years) : KeepingEvent;

/// <summary>It is on legal hold.</summary>
public sealed record LegallyHeld(string Why) : KeepingEvent;

/// <summary>It no longer is.</summary>
public sealed record HoldLifted(string Why) : KeepingEvent;

/// <summary>Somebody asked to delete it.</summary>
public sealed record DeletionAsked(string Why) : KeepingEvent;

/// <summary>The deletion is decided. What is deleted is what this head seals.</summary>
public sealed record DeletionConfirmed(KeptHead Head) : KeepingEvent;

/// <summary>Somebody changed their mind.</summary>
public sealed record DeletionTakenBack : KeepingEvent;

/// <summary>Its folder lies with the cold ones.</summary>
public sealed record MovedToCold : KeepingEvent;

/// <summary>Its files are gone.</summary>
public sealed record FilesDeleted : KeepingEvent;

/// <summary>An event, who caused it, and the operation that is done with it.</summary>
public sealed record KeepingLine(DateTimeOffset At, string By, KeepingEvent Event, DoneOperation<string>? Operation = null);

/// <summary>How it is written to the store.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(KeepingLine[]))]
[JsonSerializable(typeof(KeptSession))]
internal sealed partial class KeepingJson : JsonSerializerContext;
