using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>Edits of a rundown: pure, whole, or refused as a whole.</summary>
public static class RundownEditing
{
    private const int MostPoints = 10;

    /// <summary>The rundown after an edit, one revision on. Refused: validation, not-found (fact <c>what</c>), item-not-in-session.</summary>
    /// <param name="showcase">Items that the plan may name.</param>
    /// <param name="idPrefix">Of the ids that new sections and items get; the same for the same operation.</param>
    public static Outcome<Rundown> Edit(Rundown rundown, RundownEdit edit, IReadOnlyList<ShowcaseItem> showcase, string idPrefix)
    {
        var maker = new Maker(showcase, idPrefix);
        Outcome<List<RundownSection>> after = edit.Kind switch
        {
            RundownEditKind.AddItems => Add(rundown, edit, maker),
            RundownEditKind.ChangeItem => Change(rundown, edit, maker),
            RundownEditKind.MoveItems => Move(rundown, edit),
            RundownEditKind.RemoveItems => Remove(rundown, edit),
            RundownEditKind.AddSection => AddSection(rundown, edit, maker),
            RundownEditKind.ChangeSection => ChangeSection(rundown, edit, maker),
            RundownEditKind.MoveSection => MoveSection(rundown, edit),
            RundownEditKind.RemoveSection => RemoveSection(rundown, edit),
            RundownEditKind.Replace => Replace(edit, maker),
            _ => new Check().Add("kind", FieldErrors.Invalid).Refusal!,
        };
        if (maker.Refusal is { } wrong) return wrong;
        if (after.Refusal is { } refusal) return refusal;
        var changed = new Rundown(rundown.Revision + 1, after.Value);
        if (changed.Items.Count() > Rundown.MostItems) return new Check().Add("items", FieldErrors.TooLong).Refusal!;
        return changed.Sections.Count > Rundown.MostSections ? new Check().Add("sections", FieldErrors.TooLong).Refusal! : changed;
    }

    private static Outcome<List<RundownSection>> Add(Rundown rundown, RundownEdit edit, Maker maker)
    {
        RundownItem[] items = [.. (edit.Items ?? []).Select(maker.Item)];
        if (items.Length == 0) return new Check().Add("items", FieldErrors.Required).Refusal!;
        IReadOnlyList<RundownSection> sections = rundown.Sections.Count > 0 ? rundown.Sections : [maker.Section("", [])];
        return Insert(sections, edit.SectionId ?? SectionOf(sections, edit.BeforeId) ?? sections[^1].Id, edit.BeforeId, items);
    }

    private static Outcome<List<RundownSection>> Change(Rundown rundown, RundownEdit edit, Maker maker)
    {
        if (edit.Ids is not [var id] || edit.Items is not [var entry]) return new Check().Add("items", FieldErrors.Required).Refusal!;
        if (rundown.Find(id) is null) return NotFound("item");
        RundownItem item = maker.Item(entry) with { Id = id };
        return Each(rundown, section => section with { Items = [.. section.Items.Select(one => Same(one.Id, id) ? item : one)] });
    }

    private static Outcome<List<RundownSection>> Move(Rundown rundown, RundownEdit edit)
    {
        RundownItem?[] moved = [.. (edit.Ids ?? []).Distinct(StringComparer.Ordinal).Select(rundown.Find)];
        if (moved.Length == 0) return new Check().Add("ids", FieldErrors.Required).Refusal!;
        if (moved.Any(item => item is null)) return NotFound("item");
        // "Before itself" means: stay where you are. The first item behind that does not move is the mark then.
        string? before = edit.BeforeId is null ? null : rundown.Items.SkipWhile(item => !Same(item.Id, edit.BeforeId)).FirstOrDefault(item => !moved.Contains(item))?.Id;
        string? section = edit.SectionId ?? SectionOf(rundown.Sections, edit.BeforeId);
        if (section is null) return NotFound("section");
        if (before is not null && !Same(SectionOf(rundown.Sections, before), section)) before = null;
        return Insert(Each(rundown, part => part with { Items = [.. part.Items.Where(item => !moved.Contains(item))] }).Value, section, before, moved!);
    }

    private static Outcome<List<RundownSection>> Remove(Rundown rundown, RundownEdit edit)
    {
        if (edit.Ids is not { Count: > 0 } ids) return new Check().Add("ids", FieldErrors.Required).Refusal!;
        if (ids.Any(id => rundown.Find(id) is null)) return NotFound("item");
        return Each(rundown, section => section with { Items = [.. section.Items.Where(item => !ids.Contains(item.Id, StringComparer.Ordinal))] });
    }

    private static Outcome<List<RundownSection>> AddSection(Rundown rundown, RundownEdit edit, Maker maker)
    {
        int at = IndexOf(rundown.Sections, edit.BeforeId) ?? rundown.Sections.Count;
        return new List<RundownSection>([.. rundown.Sections.Take(at), maker.Section(maker.SectionTitle(edit.Title), []), .. rundown.Sections.Skip(at)]);
    }

    private static Outcome<List<RundownSection>> ChangeSection(Rundown rundown, RundownEdit edit, Maker maker)
    {
        if (IndexOf(rundown.Sections, edit.SectionId) is null) return NotFound("section");
        string title = maker.SectionTitle(edit.Title);
        return Each(rundown, section => Same(section.Id, edit.SectionId) ? section with { Title = title } : section);
    }

    private static Outcome<List<RundownSection>> MoveSection(Rundown rundown, RundownEdit edit)
    {
        if (IndexOf(rundown.Sections, edit.SectionId) is not { } from) return NotFound("section");
        List<RundownSection> sections = [.. rundown.Sections];
        sections.RemoveAt(from);
        if (!Same(edit.BeforeId, edit.SectionId)) sections.Insert(IndexOf(sections, edit.BeforeId) ?? sections.Count, rundown.Sections[from]);
        else sections.Insert(from, rundown.Sections[from]);
        return sections;
    }

    private static Outcome<List<RundownSection>> RemoveSection(Rundown rundown, RundownEdit edit)
    {
        if (IndexOf(rundown.Sections, edit.SectionId) is not { } at) return NotFound("section");
        RundownSection gone = rundown.Sections[at];
        List<RundownSection> rest = [.. rundown.Sections];
        rest.RemoveAt(at);
        if (gone.Items.Count == 0) return rest;
        // Only the last section that is left may go with its items: nothing is lost by a heading's removal otherwise.
        if (rest.Count == 0) return rest;
        if (at > 0) rest[at - 1] = rest[at - 1] with { Items = [.. rest[at - 1].Items, .. gone.Items] };
        else rest[0] = rest[0] with { Items = [.. gone.Items, .. rest[0].Items] };
        return rest;
    }

    private static Outcome<List<RundownSection>> Replace(RundownEdit edit, Maker maker) =>
        edit.Sections is { } parts
            ? new List<RundownSection>(parts.Select(part => maker.Section(part.Title.Length == 0 ? "" : maker.SectionTitle(part.Title), [.. part.Items.Select(maker.Item)], part.Id)))
            : new Check().Add("sections", FieldErrors.Required).Refusal!;

    private static Outcome<List<RundownSection>> Insert(IReadOnlyList<RundownSection> sections, string sectionId, string? beforeId, IReadOnlyList<RundownItem> items)
    {
        if (IndexOf(sections, sectionId) is not { } number) return NotFound("section");
        List<RundownItem> into = [.. sections[number].Items];
        int at = beforeId is null ? into.Count : into.FindIndex(item => Same(item.Id, beforeId));
        if (at < 0) return NotFound("item");
        into.InsertRange(at, items);
        return new List<RundownSection>([.. sections.Take(number), sections[number] with { Items = into }, .. sections.Skip(number + 1)]);
    }

    private static Outcome<List<RundownSection>> Each(Rundown rundown, Func<RundownSection, RundownSection> change) => rundown.Sections.Select(change).ToList();

    private static string? SectionOf(IReadOnlyList<RundownSection> sections, string? itemId) =>
        itemId is null ? null : sections.FirstOrDefault(section => section.Items.Any(item => Same(item.Id, itemId)))?.Id;

    private static int? IndexOf(IReadOnlyList<RundownSection> sections, string? id)
    {
        for (int i = 0; i < sections.Count; i++)
        {
            if (Same(sections[i].Id, id)) return i;
        }
        return null;
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.Ordinal);

    private static Refusal NotFound(string what) => Refusal.With(RefusalCodes.NotFound, "what", what);

    /// <summary>Makes items and sections out of what was written, and remembers what is wrong with it.</summary>
    private sealed class Maker(IReadOnlyList<ShowcaseItem> showcase, string idPrefix)
    {
        private readonly Check _check = new();
        private readonly HashSet<string> _used = new(StringComparer.Ordinal);
        private int _made;
        private bool _unknownItem;

        public Refusal? Refusal => _unknownItem ? new Refusal(RefusalCodes.ItemNotInSession) : _check.Refusal;

        public RundownSection Section(string title, IReadOnlyList<RundownItem> items, string? id = null) => new(IdOf(id), title, items);

        public string SectionTitle(string? title) => _check.Text("title", title, 40);

        public RundownItem Item(RundownEntry entry)
        {
            ShowcaseItem? product = entry.ItemId is null ? null : showcase.FirstOrDefault(item => Same(item.Id, entry.ItemId));
            _unknownItem |= entry.ItemId is not null && product is null;
            return new RundownItem(
                IdOf(entry.Id), entry.ItemId, string.IsNullOrWhiteSpace(entry.Title) && product is not null ? product.Name : _check.Text("title", entry.Title, 60),
                _check.Range("plannedSeconds", entry.PlannedSeconds, 0, 14_400), Points("mustSay", entry.MustSay), Points("mustNotSay", entry.MustNotSay),
                Optional("mechanism", entry.Mechanism, 60), entry.Quota is { } quota ? _check.Range("quota", quota, 0, 100_000) : null,
                Optional("template", entry.Template, 64) is { Length: > 0 } template ? template : Templates.LowerThird);
        }

        private List<string> Points(string field, IReadOnlyList<string>? points)
        {
            if (points?.Count > MostPoints) _check.Add(field, FieldErrors.TooLong);
            return [.. (points ?? []).Take(MostPoints).Where(point => !string.IsNullOrWhiteSpace(point)).Select(point => _check.Text(field, point, 60))];
        }

        private string Optional(string field, string? text, int longest) => string.IsNullOrWhiteSpace(text) ? "" : _check.Text(field, text, longest);

        // An id that is used twice in one import keeps its first owner.
        private string IdOf(string? wanted) =>
            wanted is { Length: > 0 and <= 40 } && _used.Add(wanted) ? wanted : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{idPrefix}-{_made++}");
    }
}
