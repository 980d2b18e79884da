using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Relay.Routing;

/// <summary>
/// A plan as JSON for people, which also holds all that is needed to make it again. Nothing of it is put together before
/// it is asked for.
/// </summary>
internal static class PlanJson
{
    /// <summary>The most bytes of it; what does not fit is counted under <c>left_out</c>.</summary>
    public const int MaxSize = 16 * 1024;

    // The largest entry has 1.8 KB: a model of 200 characters, each escaped to six, and every number in its longest form.
    private const int EntrySize = 2 * 1024;
    private const int PlanSize = MaxSize - (2 * EntrySize);

    // A decimal place more than people look at; scores of targets that are nearly out are small.
    private const int Digits = 6;

    private static readonly string[] Kinds = ["model", "tag", "pattern", "listed", "account", "provider"];
    private static readonly string[] Reasons = ["dialect", "unpriced", "only", "avoid", "pinned", "twice"];
    private static readonly string[] States = ["closed", "half_open", "open"];
    private static readonly string[] Standings = ["well", "held", "open"];

    // Each call writes one, and it is gone into a string at once.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_json;

    /// <summary>Writes it: ASCII, at most <see cref="MaxSize"/> bytes.</summary>
    public static string ToJson(Plan plan)
    {
        var buffer = s_buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        var json = s_json ??= new Utf8JsonWriter(buffer);
        json.Reset(buffer);
        json.WriteStartObject();
        WriteInput(json, plan);
        if (plan.Refusal is { } refusal)
        {
            json.WriteStartObject("refused");
            json.WriteNumber("status", refusal.Status);
            json.WriteString("code", refusal.Code);
            json.WriteEndObject();
        }

        var planned = 0;
        json.WriteStartArray("plan");
        for (; planned < plan.Candidates.Count && Written(json) < PlanSize - EntrySize; planned++) Write(json, plan.Candidates[planned], plan.Input.Now);
        json.WriteEndArray();
        var larger = WriteLarger(json, plan);
        var excluded = 0;
        json.WriteStartArray("excluded");
        for (; excluded < plan.Excluded.Count && Written(json) < PlanSize; excluded++) Write(json, plan.Excluded[excluded]);
        json.WriteEndArray();
        WriteLeftOut(json, plan.Candidates.Count - planned, plan.Larger.Count - larger, plan.Excluded.Count - excluded);
        json.WriteEndObject();
        json.Flush();
        return Encoding.ASCII.GetString(buffer.WrittenSpan);
    }

    // How many of them had room.
    private static int WriteLarger(Utf8JsonWriter json, Plan plan)
    {
        var written = 0;
        if (plan.Larger.Count == 0) return written;
        json.WriteStartArray("context_fallbacks");
        for (; written < plan.Larger.Count && Written(json) < PlanSize - EntrySize; written++) Write(json, plan.Larger[written], plan.Input.Now);
        json.WriteEndArray();
        return written;
    }

    private static void WriteInput(Utf8JsonWriter json, Plan plan)
    {
        var input = plan.Input;
        json.WriteNumber("config_version", plan.ConfigVersion);
        // A name that stands for nothing may be anything.
        if (plan.Route is { } route)
        {
            json.WriteString("model", route.Model);
            json.WriteString("named_by", Kinds[(int)route.NamedBy]);
            json.WriteString("strategy", StrategyNames.NameOf(route.Strategy));
            if (route.Strategy == Strategy.RoundRobin) json.WriteNumber("turn", plan.Turn);
        }

        json.WriteString("seed", input.Seed.ToString("x16", null));
        if (input.Session is { } session)
        {
            json.WriteStartObject("session");
            json.WriteString("from", session.Source);
            json.WriteString("hash", session.Hash.ToString("x16", null));
            json.WriteEndObject();
        }

        if (input.Pin is { } pin) json.WriteString("pinned_to", pin);
    }

    private static void Write(Utf8JsonWriter json, Candidate candidate, DateTimeOffset now)
    {
        var (target, health) = (candidate.Target, candidate.Health);
        var score = Score.Of(target.Weight, target.PricePerMillion(now), health);
        json.WriteStartObject();
        Write(json, target);
        json.WriteNumber("tier", target.Priority);
        if (candidate.Fallback > 0) json.WriteNumber("fallback", candidate.Fallback);
        json.WriteString("state", States[(int)health.State]);
        json.WriteString("standing", Standings[(int)candidate.Standing]);
        Write(json, "order", candidate.Order);
        Write(json, "score", score.Value);
        json.WriteStartObject("terms");
        Write(json, "weight", score.Weight);
        Write(json, "share", score.Share);
        Write(json, "success", score.Success);
        Write(json, "headroom", score.Headroom);
        Write(json, "speed", score.Speed);
        Write(json, "load", score.Load);
        Write(json, "cost", score.Cost);
        json.WriteEndObject();
        if (health.Reason is { } reason) json.WriteString("reason", reason);
        if (health.Until is { } until) json.WriteString("until", until);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, in Exclusion exclusion)
    {
        json.WriteStartObject();
        Write(json, exclusion.Target);
        json.WriteString("why", Reasons[(int)exclusion.Reason]);
        if (exclusion.By is { } by) json.WriteString("by", by);
        if (exclusion.Word is { } word) json.WriteString("word", word);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Target target)
    {
        json.WriteString("account", target.Account.Id);
        json.WriteString("model", target.Model);
    }

    private static void Write(Utf8JsonWriter json, string name, double number)
    {
        if (double.IsFinite(number)) json.WriteNumber(name, Math.Round(number, Digits));
        else json.WriteNull(name);
    }

    private static void WriteLeftOut(Utf8JsonWriter json, int planned, int larger, int excluded)
    {
        if (planned + larger + excluded == 0) return;
        json.WriteStartObject("left_out");
        json.WriteNumber("plan", planned);
        if (larger > 0) json.WriteNumber("context_fallbacks", larger);
        json.WriteNumber("excluded", excluded);
        json.WriteEndObject();
    }

    private static long Written(Utf8JsonWriter json) => json.BytesCommitted + json.BytesPending;
}
