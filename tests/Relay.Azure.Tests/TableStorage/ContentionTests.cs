using System.Globalization;
using Relay.Azure.Tests.Running;
using Relay.Azure.TableStorage;
using Relay.Storage;

namespace Relay.Azure.Tests.TableStorage;

/// <summary>Eight writers add their words to one row, and many answers get lost: each word is there once.</summary>
public sealed class ContentionTests(Azurite azurite)
{
    private const int Writers = 8, Each = 10, LoseEvery = 3;

    private readonly string _table = azurite.NewTable();
    private int _answers;
    private int _unknown;

    [Fact(Timeout = 120_000)]
    public async Task WhatWasDone_IsThereOnce_AndWhatWasNot_IsNot()
    {
        var store = await azurite.StoreAsync();
        await store.WriteAsync(_table, TableWrite.Insert(Words("")));
        var losing = await azurite.StoreAsync(new Interception(async (request, send, _) =>
        {
            var answer = await send();
            if (request.Method == HttpMethod.Get || Interlocked.Increment(ref _answers) % LoseEvery != 0) return answer;
            answer.Dispose();
            throw new IOException("The answer got lost.");
        }));

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => AddWordsAsync(losing, writer))));

        var expected = Enumerable.Range(0, Writers).SelectMany(writer => Enumerable.Range(0, Each).Select(i => Word(writer, i)));
        var row = await store.ReadAsync(_table, "a");
        Assert.Equal(expected.Order(StringComparer.Ordinal), row!.Text("words")!.TrimEnd().Split(' ').Order(StringComparer.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine($"{_answers} writes answered, {_unknown} left unknown");
    }

    private async Task AddWordsAsync(TableStorageStore store, int writer)
    {
        var isUnknown = false;
        for (var i = 0; i < Each;)
        {
            var row = await store.ReadAsync(_table, "a");
            var words = row!.Text("words")!;
            var word = Word(writer, i);
            // Only where the store has said that it does not know may the word be there already.
            if (words.Contains(word + " ", StringComparison.Ordinal))
            {
                Assert.True(isUnknown);
                isUnknown = false;
                i++;
                continue;
            }

            try
            {
                var result = await store.WriteAsync(_table, TableWrite.Update(Words(words + word + " "), row.ETag!));
                Assert.True(result.Status is TableStatus.Done or TableStatus.Changed);
                if (!result.IsDone) continue;
                isUnknown = false;
                i++;
            }
            catch (TableStoreException e) when (e.Fault == TableFault.Unavailable)
            {
                Interlocked.Increment(ref _unknown);
                isUnknown = true;
            }
        }
    }

    private static string Word(int writer, int i) => string.Create(CultureInfo.InvariantCulture, $"w{writer}.{i}");

    private static TableRow Words(string words) => new TableRow(new("p", "a")).With("words", words);
}
