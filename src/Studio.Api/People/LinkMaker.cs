using Studio.Api.Parts;
using Studio.Grains.Live;
using Studio.Grains.People;
using Studio.Grains.Values;

namespace Studio.Api.People;

/// <summary>Issues capability links. The same operation makes the same link, so a repeated command can show it again.</summary>
internal sealed class LinkMaker(IGrainFactory grains, SecretMint mint, TimeProvider clock)
{
    /// <summary>How long a link lasts when nobody says otherwise.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>A link into a session, with its address under <paramref name="origin"/>. The session must exist.</summary>
    public async Task<(Capability Link, string Url)> IssueAsync(string operationId, CapabilityKind kind, string sessionId, string label, DateTimeOffset expires, string origin)
    {
        string token = mint.Mint("link", sessionId, operationId);
        string id = StableId.ForSecret(token);
        await grains.GetGrain<ILiveSessionGrain>(sessionId).AddLink(id);
        Capability link = await grains.GetGrain<ICapabilityGrain>(id).Issue(new Capability(id, kind, sessionId, label, clock.GetUtcNow(), expires, Revoked: false));
        // In the fragment: servers, proxies and their logs never see it.
        return (link, $"{origin.TrimEnd('/')}/{(link.Kind == CapabilityKind.Overlay ? "overlay" : "room")}/#c={token}");
    }
}
