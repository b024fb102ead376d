namespace Studio.Grains.Commit;

/// <summary>Names of what the studio keeps in Redis beside Orleans' own keys: one prefix, so that two studios can share a server.</summary>
/// <param name="Prefix">Without a colon; the Orleans service id.</param>
public sealed record StudioStore(string Prefix)
{
    /// <summary>The name of the grain storage provider.</summary>
    public const string Grains = "studio";

    /// <summary>A key of the studio's own.</summary>
    public string Key(string name) => $"{Prefix}:{name}";
}
