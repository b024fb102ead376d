using Studio.Grains.Booking;
using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Tests;

/// <summary>A small base to book at: two rooms, a hall of two halves, six lamps, two hosts, a field.</summary>
internal static class BookingBase
{
    public const string Id = "nandali";
    public static readonly DateOnly Thursday = new(2026, 12, 3);
    public static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DayKey Key = new(Id, Thursday);

    public static readonly BaseDescription Description = BaseDescription.Empty with
    {
        Resources =
        [
            new Resource("room-1", ResourceKind.Room, "一号直播间", Features: ["fridge", "green"], Before: TimeSpan.FromMinutes(15), After: TimeSpan.FromMinutes(15)),
            new Resource("room-2", ResourceKind.Room, "二号直播间"),
            new Resource("hall", ResourceKind.Room, "大厅", Features: ["hall"]),
            new Resource("hall-a", ResourceKind.Room, "大厅东", Features: ["half"], PartOf: "hall"),
            new Resource("hall-b", ResourceKind.Room, "大厅西", Features: ["half"], PartOf: "hall"),
            new Resource("lamps", ResourceKind.Kit, "灯", Quantity: 6, Features: ["lamp"]),
            new Resource("li", ResourceKind.Host, "小李", Host: new HostFacts(["solo"], ["fruit"], ["jin"], Rest: new RestRules(TimeSpan.FromHours(6), TimeSpan.FromHours(3), TimeSpan.FromMinutes(30)))),
            new Resource("wang", ResourceKind.Host, "小王", Host: new HostFacts([], ["fruit", "fish"], LicenceUntil: new DateOnly(2026, 12, 10))),
            new Resource("orchard", ResourceKind.FieldPoint, "苹果园", Field: new FieldFacts(35.14, 111.22, new DateOnly(2026, 9, 1), new DateOnly(2026, 12, 20), Signal: 2)),
        ],
        Changes =
        [
            new ChangeRule(ResourceKind.Room, ChangeOf.Category, "fish", "fruit", TimeSpan.FromMinutes(60)),
            new ChangeRule(ResourceKind.Host, ChangeOf.Place, "*", "*", TimeSpan.FromMinutes(45)),
        ],
    };

    public static readonly BasePlan Plan = Of(Description);

    public static BasePlan Of(BaseDescription description) => new(description.Checked().Value);

    /// <summary>A time on that Thursday, by the base's clock.</summary>
    public static TimeRange At(string from, string to, DateOnly? date = null) => BaseZone.China.Read($"{date ?? Thursday:yyyy-MM-dd}", from, to).Value;

    public static Need One(string id) => new(KindOf(id), OneOf: [id]);

    public static Need Lamps(int count) => new(ResourceKind.Kit, count, Features: ["lamp"]);

    public static Wish Exactly(TimeRange time, params Need[] needs) => new(time, time.Length, needs);

    public static BookBundle Command(Wish wish, string operation, BookMode mode = BookMode.Hold, string by = "anna", bool approval = false) =>
        new(operation, by, "farmer-1", wish, mode, TimeSpan.FromMinutes(30), NeedsApproval: approval);

    public static BookAnswer Book(this BaseDay day, Wish wish, string operation, BookMode mode = BookMode.Hold, BasePlan? plan = null, DateTimeOffset? now = null, bool approval = false) =>
        day.Do(Deciding.Book(day, plan ?? Plan, Key, Command(wish, operation, mode, approval: approval), now ?? Now));

    public static BookAnswer Step(this BaseDay day, string id, BookingAction action, DateTimeOffset? now = null, BasePlan? plan = null) =>
        day.Do(Deciding.Step(day, plan ?? Plan, new BookingStep(id, action, "staff"), now ?? Now));

    public static TAnswer Do<TAnswer>(this BaseDay day, Decision<DayEvent, TAnswer> decision)
    {
        foreach (DayEvent change in decision.Events) day.Apply(change);
        return decision.Answer;
    }

    private static ResourceKind KindOf(string id) => Description.Resources.First(resource => resource.Id == id).Kind;
}
