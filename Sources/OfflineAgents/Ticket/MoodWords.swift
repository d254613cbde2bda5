/// The words a mood is read from, with their weight in tenths on VADER's scale of -4...4.
enum MoodWords {
    enum Kind { case anger, frustration, worry, joy }

    struct Entry {
        let kind: Kind
        let tenths: Int
    }

    static let table: [String: Entry] = {
        var table: [String: Entry] = [:]
        for (kind, tenths, words) in rows {
            for word in words.split(separator: ",") {
                table[String(word)] = Entry(kind: kind, tenths: tenths)
            }
        }
        return table
    }()

    private static let rows: [(Kind, Int, String)] = [
        (.anger, -32, "furious,outrageous,disgusting,scam,fraud,outraged,disgusted,livid,crooks"),
        (.anger, -28, "terrible,horrible,awful,worst,unacceptable,hate,disgrace,appalling,lied"),
        (.anger, -25, "angry,ridiculous,pathetic,garbage,rubbish,useless,insulting,rude,shameful"),
        (.anger, -20, "liar,liars,cheated,stolen,robbed,sue,fed up,sick of,waste of,how dare"),
        (.frustration, -22, "frustrated,frustrating,disappointed,disappointing,annoyed,annoying"),
        (.frustration, -19, "unhappy,bad,poor,wrong,broken,fails,failed,failing,failure,ruined"),
        (.frustration, -17, "not working,doesn't work,does not,won't work,never works,let down"),
        (.frustration, -16, "problem,problems,issue,issues,error,errors,crash,crashes,crashed"),
        (.frustration, -15, "slow,late,delayed,delay,stuck,missing,lost,confusing,complicated"),
        (.frustration, -12, "again,still waiting,waiting,weeks,nobody,ignored,complain,complaint"),
        (.frustration, -10, "cancel,cancelled,refund,impossible,damaged,faulty,defective,overdue"),
        (.worry, -22, "worried,worrying,afraid,scared,anxious,nervous,panic,frightened"),
        (.worry, -20, "concerned,concern,concerns,unsafe,dangerous,hacked,stolen data,leaked"),
        (.worry, -15, "unsure,uncertain,risk,risky,suspicious,urgent,urgently,emergency"),
        (.worry, -10, "afraid that,hope you,please help,desperate,help me"),
        (.joy, 32, "love,excellent,amazing,fantastic,wonderful,perfect,brilliant,delighted"),
        (.joy, 26, "great,happy,awesome,thrilled,superb,best,well done,impressed,enjoy"),
        (.joy, 19, "good,nice,pleased,satisfied,glad,friendly,recommend,reliable,smooth"),
        (.joy, 15, "helpful,works,working,fast,easy,appreciate,grateful,thank you so"),
        (.joy, 7, "thanks,thank,thank you,welcome,fine,okay"),
        (.joy, 2, "no problem,no problems,no issue,no issues"),
    ]

    /// +1 makes what follows stronger, -1 weaker.
    static let boosters: [String: Int] = {
        var boosters: [String: Int] = [:]
        for word in [
            "very", "really", "so", "extremely", "absolutely", "completely", "totally", "utterly",
            "incredibly", "too", "beyond", "always", "truly",
        ] { boosters[word] = 1 }
        for word in ["slightly", "somewhat", "little", "bit", "fairly", "rather", "partly"] {
            boosters[word] = -1
        }
        return boosters
    }()

    private static let negations: Set<String> = [
        "not", "no", "never", "without", "hardly", "cannot", "cant", "dont", "isnt", "wasnt",
        "nothing", "neither", "nor",
    ]

    static func negates(_ word: String) -> Bool {
        negations.contains(word) || word.hasSuffix("n't")
    }
}
