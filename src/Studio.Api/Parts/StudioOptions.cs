using Studio.Api.Live.Obs;
using Studio.Api.Recording.Ingest;
using Studio.Grains.Recording;

namespace Studio.Api.Parts;

/// <summary>What an operator of the machine can set: section <c>Studio</c> of the configuration (environment: <c>Studio__Port=5080</c>).</summary>
internal sealed class StudioOptions
{
    /// <summary>Where everything is kept: state, keys, recordings, clips.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>The address to listen on.</summary>
    public string Bind { get; set; } = "0.0.0.0";

    /// <summary>HTTP port.</summary>
    public int Port { get; set; } = 5080;

    /// <summary>RTMP port, for OBS.</summary>
    public int RtmpPort { get; set; } = 1935;

    /// <summary>Port of the silo; only other silos connect to it.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>Under which address other machines reach this silo; loopback where there is one machine.</summary>
    public string SiloAddress { get; set; } = "127.0.0.1";

    /// <summary>Connection string of an external Redis; empty: the studio runs its own.</summary>
    public string? Redis { get; set; }

    /// <summary>Orleans service id and prefix of all keys: two studios may share one Redis under two names.</summary>
    public string Name { get; set; } = "studio";

    /// <summary>What this process does: everything, only its pages, or only the work on clips.</summary>
    public StudioRole Role { get; set; } = StudioRole.All;

    /// <summary>The built screens; none where only the API is wanted.</summary>
    public string? WebRoot { get; set; } = "web/dist";

    /// <summary>How long a hold lasts.</summary>
    public TimeSpan HoldLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Commands that one viewer may send in a second; twice as many at once.</summary>
    public int GuestCommandsPerSecond { get; set; } = 5;

    /// <summary>Commands that all viewers behind one address may send in a second: a village may share one.</summary>
    public int AddressCommandsPerSecond { get; set; } = 200;

    /// <summary>Viewers that may enter from one address in a minute.</summary>
    public int EntriesPerMinute { get; set; } = 3_000;

    /// <summary>Holds that are decided at the same time in this process; as many again, four times, wait for their turn. More are refused.</summary>
    public int HoldsAtOnce { get; set; } = 512;

    /// <summary>The address that people use, if it differs from the one a request came to (a proxy stands before).</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Makes a base and feeds a live session: <c>generated</c>, or the path of a film.</summary>
    public string? Demo { get; set; }

    /// <summary>Clips worked on at the same time in this process.</summary>
    public int ClipWorkers { get; set; } = 1;

    /// <summary>Cores that one clip's work is reckoned to need: a machine works on no more at once than it has, in all its processes together.</summary>
    public int ClipCores { get; set; } = 2;

    /// <summary>Memory (MiB) that it is reckoned to need.</summary>
    public int ClipMegabytes { get; set; } = 900;

    /// <summary>Whether this process makes small pictures and waveforms of recordings; a worker may do it instead.</summary>
    public bool Stories { get; set; } = true;

    /// <summary>Nothing is recorded and no upload is taken with less free space than this (MiB): it is kept for the store.</summary>
    public int LeastFreeMegabytes { get; set; } = 200;

    /// <summary>Where recordings lie after some time, on a larger and slower disk; empty: they stay where they are.</summary>
    public string? ColdFolder { get; set; }

    /// <summary>After how many days from a session's end its recording moves there.</summary>
    public int ColdAfterDays { get; set; } = 30;

    /// <summary>A folder in which recordings from elsewhere are put; empty: none is watched.</summary>
    public string? ImportFolder { get; set; }

    /// <summary>For so long (s) a file in it must not have changed before it is taken.</summary>
    public int ImportQuietSeconds { get; set; } = 10;

    /// <summary>The largest recording that is taken in (GiB).</summary>
    public int ImportMostGigabytes { get; set; } = 20;

    /// <summary>After so many hours without a byte an unfinished upload is given up; so is one that failed, or that nobody chose a session for.</summary>
    public int ImportKeepHours { get; set; } = 72;

    /// <summary>Whether a feed may be passed on to this machine or into a private network.</summary>
    public bool PushInside { get; set; }

    /// <summary>Open connections of one viewer's pages to this process.</summary>
    public int GuestConnections { get; set; } = 5;

    /// <summary>Open connections of viewers' pages from one address to this process: a village, or a proxy, is one address.</summary>
    public int AddressConnections { get; set; } = 2_000;

    /// <summary>Browser sources in OBS that are refreshed when their overlay is silent; none where nothing is set.</summary>
    public IReadOnlyList<ObsSource> Obs { get; set; } = [];

    /// <summary>A stream key is valid from so long before its session's planned start …</summary>
    public TimeSpan KeyOpensBefore { get; set; } = FeedRules.Usual.KeyOpensBefore;

    /// <summary>… to so long after its planned end, where it has one.</summary>
    public TimeSpan KeyClosesAfter { get; set; } = FeedRules.Usual.KeyClosesAfter;

    /// <summary>A picture that comes back within this was only interrupted: viewers read "back in a moment".</summary>
    public TimeSpan FeedGrace { get; set; } = FeedRules.Usual.Grace;

    /// <summary>What becomes of a second publisher on the same session.</summary>
    public SecondPublisher SecondPublisher { get; set; } = SecondPublisher.Refuse;

    /// <summary>First UDP port for publishers over SRT; each session that opens its SRT door has a port of its own.</summary>
    public int SrtPort { get; set; } = 10080;

    /// <summary>How many ports from <see cref="SrtPort"/> on.</summary>
    public int SrtPorts { get; set; } = 10;

    /// <summary>An ingest server beside the studio's own nginx.</summary>
    public IngestOptions Ingest { get; set; } = new();

    /// <summary>The rules for publishers.</summary>
    public FeedRules FeedRules => new(KeyOpensBefore, KeyClosesAfter, FeedGrace, SecondPublisher == SecondPublisher.TakeOver);

    /// <summary>Where this machine's own pages and hooks are.</summary>
    public string LocalUrl => $"http://{(Bind is "0.0.0.0" or "[::]" or "*" or "localhost" ? "127.0.0.1" : Bind)}:{Port}";

    /// <summary>Whether people reach this process: it has pages, commands and hubs.</summary>
    public bool ServesPeople => Role is StudioRole.All or StudioRole.Edge;

    /// <summary>What is wrong with these settings, for a person; null: nothing.</summary>
    public string? Complaint() => this switch
    {
        { Port: < 1 or > 65535 } => $"Studio:Port is {Port}; it must be 1–65535.",
        { RtmpPort: < 1 or > 65535 } => $"Studio:RtmpPort is {RtmpPort}; it must be 1–65535.",
        { SiloPort: < 1 or > 65535 } => $"Studio:SiloPort is {SiloPort}; it must be 1–65535.",
        _ when Port == RtmpPort || Port == SiloPort || RtmpPort == SiloPort => "Studio:Port, Studio:RtmpPort and Studio:SiloPort must differ.",
        _ when HoldLifetime < TimeSpan.FromSeconds(5) || HoldLifetime > TimeSpan.FromDays(7) => "Studio:HoldLifetime must be between 5 seconds and 7 days.",
        { GuestCommandsPerSecond: < 1 } or { AddressCommandsPerSecond: < 1 } or { EntriesPerMinute: < 1 } or { HoldsAtOnce: < 1 } =>
            "Studio:GuestCommandsPerSecond, AddressCommandsPerSecond, EntriesPerMinute and HoldsAtOnce must be at least 1.",
        { ClipWorkers: < 0 or > 64 } => "Studio:ClipWorkers must be 0–64.",
        { ClipCores: < 1 or > 256 } or { ClipMegabytes: < 1 or > 1_000_000 } => "Studio:ClipCores must be 1–256, and Studio:ClipMegabytes 1–1000000.",
        { ColdAfterDays: < 0 or > 3650 } => "Studio:ColdAfterDays must be 0–3650.",
        { ColdFolder: { Length: > 0 } cold } when IsWithin(cold, Path.Combine(DataFolder, "media", "sessions")) => "Studio:ColdFolder must not lie in media/sessions of the data folder.",
        { ImportQuietSeconds: < 1 or > 3600 } or { ImportMostGigabytes: < 1 or > 1000 } or { ImportKeepHours: < 1 or > 8760 } =>
            "Studio:ImportQuietSeconds must be 1–3600, ImportMostGigabytes 1–1000 and ImportKeepHours 1–8760.",
        { ImportFolder: { Length: > 0 } imports } when IsWithin(imports, DataFolder) || IsWithin(DataFolder, imports) => "Studio:ImportFolder must lie outside of the data folder.",
        { GuestConnections: < 1 } or { AddressConnections: < 1 } => "Studio:GuestConnections and Studio:AddressConnections must be at least 1.",
        { PublicUrl: { Length: > 0 } url } when !Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https") =>
            "Studio:PublicUrl must be an http or https address.",
        _ when KeyOpensBefore < TimeSpan.Zero || KeyOpensBefore > TimeSpan.FromDays(365) || KeyClosesAfter < TimeSpan.Zero || KeyClosesAfter > TimeSpan.FromDays(365) =>
            "Studio:KeyOpensBefore and Studio:KeyClosesAfter must be between 0 and 365 days.",
        _ when FeedGrace < TimeSpan.Zero || FeedGrace > TimeSpan.FromHours(1) => "Studio:FeedGrace must be between 0 and 1 hour.",
        _ when !Enum.IsDefined(SecondPublisher) => "Studio:SecondPublisher must be Refuse or TakeOver.",
        _ when SrtPort is < 1 or > 65535 || SrtPorts is < 1 or > 1000 || SrtPort + SrtPorts > 65536 => "Studio:SrtPort must be 1–65535, and Studio:SrtPorts 1–1000 ports from there on.",
        _ => Ingest.Complaint() ?? ObsSource.Complaint(Obs),
    };

    private static bool IsWithin(string folder, string parent) => $"{Path.GetFullPath(folder)}/".StartsWith($"{Path.GetFullPath(parent)}/", StringComparison.Ordinal);
}

/// <summary>What becomes of a publisher that comes while another one is on the session.</summary>
internal enum SecondPublisher
{
    /// <summary>It is refused.</summary>
    Refuse,

    /// <summary>It takes over, and the first is sent away.</summary>
    TakeOver,
}

/// <summary>What a process of the studio does.</summary>
internal enum StudioRole
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>Serves pages, commands and hubs, and hosts grains; no ingest, no recording, no clips, no managed parts.</summary>
    Edge,

    /// <summary>Works on clips and hosts grains; no pages, no ingest, no managed parts.</summary>
    Worker,
}
