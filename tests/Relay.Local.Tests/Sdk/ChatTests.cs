using OpenAI.Chat;
using Relay.Local.Tests.Running;

namespace Relay.Local.Tests.Sdk;

/// <summary>Chat by the official SDK.</summary>
public sealed class ChatTests
{
    [Fact(Timeout = 60_000)]
    public async Task AChat_HasItsTextAndItsUsage_Json()
    {
        await using var relay = await RunningRelay.StartAsync();

        var answer = (await relay.Chat("sandbox:cached=1").CompleteChatAsync(
            [new SystemChatMessage("Be brief."), new UserChatMessage("Say this again, please.")],
            cancellationToken: TestContext.Current.CancellationToken)).Value;

        Assert.Equal("Say this again, please.", answer.Content.Single().Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal("sandbox:cached=1", answer.Model);
        IsUsage(answer.Usage);
        await IsRecordedAsync(relay);
    }

    [Fact(Timeout = 60_000)]
    public async Task AChat_HasItsTextAndItsUsage_Streaming()
    {
        await using var relay = await RunningRelay.StartAsync();
        var updates = new List<StreamingChatCompletionUpdate>();

        await foreach (var update in relay.Chat("sandbox:cached=1").CompleteChatStreamingAsync(
            [new SystemChatMessage("Be brief."), new UserChatMessage("Say this again, please.")],
            cancellationToken: TestContext.Current.CancellationToken))
            updates.Add(update);

        Assert.Equal(["Say ", "this ", "again, ", "please."],
            updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text).Where(text => text.Length > 0));
        Assert.Equal(ChatFinishReason.Stop, updates.Single(update => update.FinishReason is not null).FinishReason);
        // The SDK asks for the usage itself, so that the chunk is the caller's to have.
        IsUsage(updates.Single(update => update.Usage is not null).Usage);
        await IsRecordedAsync(relay);
    }

    [Fact(Timeout = 60_000)]
    public async Task ALimitOfTokens_ComesToTheProvider_AndItsReasonBack()
    {
        await using var relay = await RunningRelay.StartAsync();

        var answer = (await relay.Chat("sandbox:tokens=50").CompleteChatAsync(
            [new UserChatMessage("Go on.")], new ChatCompletionOptions { MaxOutputTokenCount = 2 }, TestContext.Current.CancellationToken)).Value;

        Assert.Equal("word1 word2 ", answer.Content.Single().Text);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.Equal(2, answer.Usage.OutputTokenCount);
    }

    // 9 and 23 bytes at four bytes a token, and one token for each of four words.
    private static void IsUsage(ChatTokenUsage usage) => Assert.Equal(
        (8, 1, 4, 12),
        (usage.InputTokenCount, usage.InputTokenDetails.CachedTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));

    private static async Task IsRecordedAsync(RunningRelay relay)
    {
        var usage = (await relay.RecordsAsync(1)).Single().GetProperty("usage");
        Assert.Equal((8, 1, 4), (usage.GetProperty("input").GetInt64(), usage.GetProperty("cached_input").GetInt64(), usage.GetProperty("output").GetInt64()));
    }
}
