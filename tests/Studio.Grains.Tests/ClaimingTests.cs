using Studio.Grains.Clips;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Promises that end: which there are, what becomes of a clip that shows them.</summary>
public sealed class ClaimingTests
{
    private static readonly DateTimeOffset Noon = Played.Begin;

    private static ClipSpan Span(double from, double to) => new(Noon.AddSeconds(from), Noon.AddSeconds(to));

    private static ClipClaim Claim(double from, double to, double? until, ClaimKind kind = ClaimKind.TimeLimited) =>
        new(Noon.AddSeconds(from), Noon.AddSeconds(to), kind, until is { } end ? Noon.AddSeconds(end) : null, "¥9.90/个");

    private static Clip Clip(ClipStage stage, params ClipClaim[] claims) => new()
    {
        Id = "s-1",
        SessionId = "s",
        Title = "西瓜",
        Stage = stage,
        Spans = [Span(0, 60)],
        Claims = claims,
        Master = new MadeFile("clip.mp4", "", "", 1, TimeSpan.FromSeconds(60)),
    };

    private static Outcome<ClipRecord> Do(Clip clip, ClipChange change, double at) => ClipEditing.Do(new ClipRecord { Now = clip }, new Stamp("operation-1", "li"), change, Noon.AddSeconds(at));

    [Fact]
    public void A_clip_may_be_shown_until_the_first_of_its_offers_ends()
    {
        Clip clip = Clip(ClipStage.Approved, Claim(0, 60, null, ClaimKind.Price), Claim(10, 30, 900), Claim(30, 40, 600));
        Assert.Equal(Noon.AddSeconds(600), clip.ShowUntil);
        Assert.Equal(ClipStage.HandedOver, Do(clip, new HandOverClip([]), 599).Value.Now!.Stage);
        Refusal expired = Do(clip, new HandOverClip([]), 600).Refusal!;
        Assert.Equal(("claim-expired", Noon.AddSeconds(600)), (expired.Code, expired.Facts!["until"]));
    }

    [Fact]
    public void To_block_refuses_after_the_end_and_to_keep_names_who_answers_for_it()
    {
        Clip clip = Clip(ClipStage.Ready, Claim(10, 30, 600));
        Clip blocked = Do(clip, new DecideClaims(1, ClaimChoice.Block, ""), 700).Value.Now!;
        Assert.Equal("claim-expired", Do(blocked with { Stage = ClipStage.Approved }, new HandOverClip([]), 700).Refusal!.Code);
        Clip kept = Do(clip, new DecideClaims(1, ClaimChoice.Keep, "活动已续期"), 700).Value.Now!;
        Assert.Equal((ClaimChoice.Keep, "li", Noon.AddSeconds(700), "活动已续期"), (kept.ClaimDecision!.Choice, kept.ClaimDecision.By, kept.ClaimDecision.At, kept.ClaimDecision.Note));
        Assert.Null(kept.ShowUntil);
        Assert.Equal(ClipStage.HandedOver, Do(kept with { Stage = ClipStage.Approved }, new HandOverClip([]), 700).Value.Now!.Stage);
    }

    [Fact]
    public void To_drop_cuts_out_what_ends_and_leaves_a_price_that_does_not()
    {
        Clip dropped = Do(Clip(ClipStage.Ready, Claim(0, 60, null, ClaimKind.Price), Claim(10, 30, 600), Claim(25, 35, 900)), new DecideClaims(1, ClaimChoice.Drop, ""), 700).Value.Now!;
        Assert.Equal([Span(0, 10), Span(35, 60)], dropped.Spans);
        Assert.True(dropped is { Stage: ClipStage.Draft, Master: null, ShowUntil: null } && dropped.Claims.All(claim => claim.Kind == ClaimKind.Price));
        Assert.Equal("span-empty", Do(Clip(ClipStage.Ready, Claim(-5, 65, 600)), new DecideClaims(1, ClaimChoice.Drop, ""), 700).Refusal!.Code);
        Assert.Equal("no-claims", Do(Clip(ClipStage.Ready), new DecideClaims(1, ClaimChoice.Drop, ""), 700).Refusal!.Code);
    }

    [Fact]
    public void Each_instance_of_a_card_makes_its_own_promises()
    {
        Played played = Played.Live(1);
        List<LoggedEvent> log = [];
        void Shows(ProductCard card, bool update) => log.Add(new LoggedEvent(played.Now, "anna", Causes.Manual, update ? new CardUpdated(card) : new CardShown(card, null)));
        ShowcaseItem item = Played.Item(1, 3990);
        log.Add(new LoggedEvent(played.Now, "anna", Causes.Manual, new ItemChanged(item)));
        ProductCard card = Pricing.CardOf(item, "", Templates.LowerThird, played.Now);
        Shows(card, update: false);
        played.Wait(30);
        var offer = new ItemOffer(new Money(990), Noon.AddSeconds(300), new Money(3990), "o1", OfferKind.Flash, 50);
        log.Add(new LoggedEvent(played.Now, "anna", Causes.Manual, new ItemChanged(item with { Price = new Money(990), Offer = offer })));
        Shows(card with { Price = new Money(990), OfferEndsAt = offer.EndsAt }, update: true);
        played.Wait(40);
        // Sold out before its time.
        log.Add(new LoggedEvent(played.Now, "studio", Causes.FollowUp, new ItemChanged(item)));
        Shows(card, update: true);
        played.Wait(10);
        log.Add(new LoggedEvent(played.Now, "anna", Causes.Manual, new CardCleared()));

        var cards = new CardShowings();
        cards.Add(log);
        IReadOnlyList<ClipClaim> claims = ClaimFinding.Of(cards, [], new RoomDelay(TimeSpan.FromSeconds(2), TimeSpan.Zero, 9, Noon), played.Now);
        Assert.Equal(
            [(2, 32, ClaimKind.Price, (int?)null), (32, 72, ClaimKind.Price, null), (32, 72, ClaimKind.Stock, 70), (32, 72, ClaimKind.TimeLimited, 70), (72, 82, ClaimKind.Price, null)],
            claims.Select(claim => ((int)(claim.From - Noon).TotalSeconds, (int)(claim.To - Noon).TotalSeconds, claim.Kind, (int?)(claim.Until - Noon)?.TotalSeconds)));
        Assert.Equal("¥9.90/个 ×50", claims[2].Text);
    }

    [Fact]
    public void A_rehearsal_promises_nothing()
    {
        ProductCard card = Pricing.CardOf(Played.Item(1), "", Templates.LowerThird, Noon);
        var cards = new CardShowings();
        cards.Add([new LoggedEvent(Noon, "anna", Causes.Manual, new RehearsalSet(true)), new LoggedEvent(Noon, "anna", Causes.Manual, new CardShown(card, null)), new LoggedEvent(Noon, "anna", Causes.Manual, new RehearsalSet(false))]);
        Assert.Empty(cards.All);
    }
}
