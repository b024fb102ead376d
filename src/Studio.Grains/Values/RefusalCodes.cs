namespace Studio.Grains.Values;

/// <summary>Every code that the domain refuses with. The web has a sentence for each in each language; a test compares the lists.</summary>
public static class RefusalCodes
{
    /// <summary>Input out of its limits; fact <c>errors</c>: field → codes of <see cref="FieldErrors"/>.</summary>
    public const string Validation = "validation";

    /// <summary>No such thing, or not yours to know of.</summary>
    public const string NotFound = "not-found";

    /// <summary>The operation id was used before with another body.</summary>
    public const string OperationConflict = "operation-conflict";

    /// <summary>The set-up link was used, or an account exists.</summary>
    public const string SetupDone = "setup-done";

    /// <summary>An account of that name exists.</summary>
    public const string NameTaken = "name-taken";

    /// <summary>Name or password wrong; never says which.</summary>
    public const string WrongCredentials = "wrong-credentials";

    /// <summary>The capability link is unknown, expired or revoked.</summary>
    public const string LinkInvalid = "link-invalid";

    /// <summary>A take that names a revision which is no longer the head; fact <c>head</c>.</summary>
    public const string StaleTake = "stale-take";

    /// <summary>A take within the minimum span of the last one; fact <c>nextAllowedAt</c>.</summary>
    public const string TooSoon = "too-soon";

    /// <summary>A clear while no card is on air.</summary>
    public const string NothingOnAir = "nothing-on-air";

    /// <summary>The session has not begun.</summary>
    public const string NotLive = "not-live";

    /// <summary>The session has ended.</summary>
    public const string SessionEnded = "session-ended";

    /// <summary>The item is not in this session's showcase.</summary>
    public const string ItemNotInSession = "item-not-in-session";

    /// <summary>Fewer pieces left than asked for; fact <c>left</c>.</summary>
    public const string SoldOut = "sold-out";

    /// <summary>More than the buyer's limit; facts <c>limit</c>, <c>mine</c>.</summary>
    public const string LimitReached = "limit-reached";

    /// <summary>The hold has expired or was released.</summary>
    public const string HoldEnded = "hold-ended";

    /// <summary>The allotment may not go below what is held and confirmed; fact <c>promised</c>.</summary>
    public const string BelowPromised = "below-promised";

    /// <summary>Unknown, replaced or revoked stream key.</summary>
    public const string StreamKeyRefused = "stream-key-refused";

    /// <summary>The stream key is right, but its session's time has not come; fact <c>from</c>.</summary>
    public const string StreamKeyTooEarly = "stream-key-too-early";

    /// <summary>The stream key is right, but its session's time is over; fact <c>until</c>.</summary>
    public const string StreamKeyTooLate = "stream-key-too-late";

    /// <summary>All ports for SRT are taken by other sessions.</summary>
    public const string NoPortLeft = "no-port-left";

    /// <summary>Another publisher is on this session's key.</summary>
    public const string StreamBusy = "stream-busy";

    /// <summary>Somebody else has the controls; fact <c>holder</c>.</summary>
    public const string NotInControl = "not-in-control";

    /// <summary>Somebody has the controls and is in the control room: taking them over wants to be confirmed; fact <c>holder</c>.</summary>
    public const string HolderPresent = "holder-present";

    /// <summary>An edit of the plan that names a revision which is no longer the newest; fact <c>revision</c>.</summary>
    public const string StaleRundown = "stale-rundown";

    /// <summary>The plan has no item that is next.</summary>
    public const string NothingNext = "nothing-next";

    /// <summary>There is no edit to undo.</summary>
    public const string NothingToUndo = "nothing-to-undo";

    /// <summary>A rehearsal is held before the session is live.</summary>
    public const string NotPlanned = "not-planned";

    /// <summary>The item was taken out of the sale.</summary>
    public const string ItemWithdrawn = "item-withdrawn";

    /// <summary>A flash offer runs on the item.</summary>
    public const string OfferRuns = "offer-runs";

    /// <summary>Whoever asks for a higher price cannot allow it too.</summary>
    public const string SamePerson = "same-person";

    /// <summary>The price has not been called yet; nothing can be held.</summary>
    public const string PriceNotCalled = "price-not-called";

    /// <summary>The price is higher than the one that the viewer saw; fact <c>priceFen</c>.</summary>
    public const string PriceChanged = "price-changed";

    /// <summary>The pieces at the offer's price are taken; facts <c>priceFen</c> (without it), <c>offerLeft</c>.</summary>
    public const string OfferGone = "offer-gone";

    /// <summary>Nobody has to wait: there are pieces; fact <c>left</c>.</summary>
    public const string NotSoldOut = "not-sold-out";

    /// <summary>So many wait already that waiting makes no sense.</summary>
    public const string ListFull = "list-full";

    /// <summary>What a combo consists of is fixed once it is in the showcase.</summary>
    public const string PartsFixed = "parts-fixed";

    /// <summary>The item is not sold to the viewer's region; fact <c>regions</c>: where it is not.</summary>
    public const string RegionNotServed = "region-not-served";

    /// <summary>The item is not sold everywhere, so the viewer's region must be named.</summary>
    public const string RegionNeeded = "region-needed";

    /// <summary>Handing over at a station needs a phone number, and consent to keep it.</summary>
    public const string ContactNeeded = "contact-needed";

    /// <summary>The station is closed; another must be chosen.</summary>
    public const string StationClosed = "station-closed";

    /// <summary>No goods of this station have that code; never says whose they are.</summary>
    public const string CodeUnknown = "code-unknown";

    /// <summary>These goods were handed over already; fact <c>at</c>.</summary>
    public const string HandedOverAlready = "handed-over-already";

    /// <summary>A hand-over can be taken back for ten minutes only.</summary>
    public const string UndoTooLate = "undo-too-late";

    /// <summary>The order belongs to a hold already.</summary>
    public const string OrderMatched = "order-matched";

    /// <summary>The order was not paid, or was paid back: it marks nothing.</summary>
    public const string OrderNotPaid = "order-not-paid";

    /// <summary>The hold has nothing left to be paid, is not confirmed, or is another enterprise's; fact <c>why</c>: a code of unmatched orders.</summary>
    public const string HoldNotPayable = "hold-not-payable";

    /// <summary>The table lacks columns that must be known; fact <c>fields</c>.</summary>
    public const string ColumnsMissing = "columns-missing";

    /// <summary>Nothing of that kind is confirmed: there is nothing to write into a file.</summary>
    public const string NothingToExport = "nothing-to-export";

    /// <summary>The clip is not in a state in which that can be done; fact <c>state</c>.</summary>
    public const string ClipNotReady = "clip-not-ready";

    /// <summary>An edit of a clip that names a revision which is no longer the newest; fact <c>revision</c>.</summary>
    public const string StaleEdit = "stale-edit";

    /// <summary>A stretch to be cut whose end does not lie behind its begin, or none at all.</summary>
    public const string SpanEmpty = "span-empty";

    /// <summary>Nothing was recorded in a part of what is to be cut; facts <c>from</c>, <c>to</c>: the gap.</summary>
    public const string SpanOverGap = "span-over-gap";

    /// <summary>What is to be cut ends behind what is recorded; fact <c>until</c>.</summary>
    public const string SpanBeyondRecording = "span-beyond-recording";

    /// <summary>Clips of two sessions cannot be one.</summary>
    public const string ClipsDiffer = "clips-differ";

    /// <summary>The offer that the clip shows has ended; fact <c>until</c>.</summary>
    public const string ClaimExpired = "claim-expired";

    /// <summary>Nothing is promised in the clip.</summary>
    public const string NoClaims = "no-claims";

    /// <summary>The session has no clips to write down.</summary>
    public const string NoClips = "no-clips";

    /// <summary>There is no such preset; fact <c>preset</c>.</summary>
    public const string PresetUnknown = "preset-unknown";

    /// <summary>Nobody may comment now.</summary>
    public const string CommentsClosed = "comments-closed";

    /// <summary>The guest may not comment; facts <c>why</c>, and <c>until</c> where it ends by itself.</summary>
    public const string Muted = "muted";

    /// <summary>The guest's last comment was a moment ago; facts <c>seconds</c>, <c>nextAllowedAt</c>.</summary>
    public const string SlowMode = "slow-mode";

    /// <summary>The guest has just said the same.</summary>
    public const string CommentRepeated = "comment-repeated";

    /// <summary>A word that the room does not want; never says which.</summary>
    public const string WordBlocked = "word-blocked";

    /// <summary>The recording must still be kept; fact <c>until</c>.</summary>
    public const string NotExpired = "not-expired";

    /// <summary>The recording is on legal hold; facts <c>by</c>, <c>since</c>.</summary>
    public const string OnHold = "on-hold";

    /// <summary>The recording is on no legal hold.</summary>
    public const string NotOnHold = "not-on-hold";

    /// <summary>Nobody asked to delete the recording, or it was asked more than a day ago.</summary>
    public const string NotAsked = "not-asked";

    /// <summary>The title that was typed is not the session's.</summary>
    public const string TitleDiffers = "title-differs";

    /// <summary>The recording is kept longer already; fact <c>years</c>.</summary>
    public const string KeepShorter = "keep-shorter";

    /// <summary>The deletion is decided, or done.</summary>
    public const string DeletionConfirmed = "deletion-confirmed";

    /// <summary>The address leads to this machine or into a private network, and the settings forbid that.</summary>
    public const string PushInside = "push-inside";

    /// <summary>So many servers get the feed already that no more can be added; fact <c>most</c>.</summary>
    public const string PushesFull = "pushes-full";

    /// <summary>The import is not in a state in which that can be done; fact <c>state</c>.</summary>
    public const string ImportNotReady = "import-not-ready";

    /// <summary>An imported recording is put in its place when its session is over.</summary>
    public const string ImportSessionRuns = "import-session-runs";

    /// <summary>Only what is over can be deleted.</summary>
    public const string SessionNotEnded = "session-not-ended";

    /// <summary>There is no such date; fact <c>date</c>.</summary>
    public const string DateInvalid = "date-invalid";

    /// <summary>Not a time to book; fact <c>why</c>: form, empty, reversed, window (too narrow or too wide).</summary>
    public const string TimeInvalid = "time-invalid";

    /// <summary>The time is over.</summary>
    public const string InThePast = "in-the-past";

    /// <summary>Longer than a booking may be; fact <c>mostMinutes</c>.</summary>
    public const string TooLong = "booking-too-long";

    /// <summary>Farther ahead than can be booked; fact <c>days</c>.</summary>
    public const string TooFarAhead = "too-far-ahead";

    /// <summary>Bookings begin and end at multiples of some minutes; fact <c>minutes</c>.</summary>
    public const string OffRaster = "off-raster";

    /// <summary>At no time that was asked for is all of it free; the answer says why for each need.</summary>
    public const string NoFit = "no-fit";

    /// <summary>That step does not follow where the booking stands; fact <c>state</c>.</summary>
    public const string BookingStep = "booking-step";

    /// <summary>Staff must approve it first.</summary>
    public const string ApprovalNeeded = "approval-needed";

    /// <summary>Nobody checks in so early; fact <c>from</c>.</summary>
    public const string CheckInTooEarly = "check-in-too-early";

    /// <summary>The booking's time is over; fact <c>until</c>.</summary>
    public const string BookingOver = "booking-over";

    /// <summary>The booking's time has not begun; fact <c>from</c>.</summary>
    public const string BookingNotBegun = "booking-not-begun";

    /// <summary>The base was described anew meanwhile; fact <c>revision</c>.</summary>
    public const string StaleDescription = "stale-description";
}

/// <summary>What can be wrong with one field of a command.</summary>
public static class FieldErrors
{
    /// <summary>Empty, or nothing left after trimming.</summary>
    public const string Required = "required";

    /// <summary>Longer than its limit.</summary>
    public const string TooLong = "too-long";

    /// <summary>Outside its range.</summary>
    public const string OutOfRange = "out-of-range";

    /// <summary>Not of the form that is asked for.</summary>
    public const string Invalid = "invalid";
}
