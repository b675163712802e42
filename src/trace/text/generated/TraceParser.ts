// Generated from grammar/Trace.g4, do not edit: `npm run grammar` makes it.

import * as antlr from "antlr4ng";
import { Token } from "antlr4ng";

type int = number;


export class TraceParser extends antlr.Parser {
    public static readonly T__0 = 1;
    public static readonly T__1 = 2;
    public static readonly T__2 = 3;
    public static readonly T__3 = 4;
    public static readonly T__4 = 5;
    public static readonly T__5 = 6;
    public static readonly T__6 = 7;
    public static readonly T__7 = 8;
    public static readonly T__8 = 9;
    public static readonly T__9 = 10;
    public static readonly T__10 = 11;
    public static readonly T__11 = 12;
    public static readonly T__12 = 13;
    public static readonly T__13 = 14;
    public static readonly T__14 = 15;
    public static readonly T__15 = 16;
    public static readonly T__16 = 17;
    public static readonly T__17 = 18;
    public static readonly T__18 = 19;
    public static readonly T__19 = 20;
    public static readonly T__20 = 21;
    public static readonly T__21 = 22;
    public static readonly T__22 = 23;
    public static readonly T__23 = 24;
    public static readonly T__24 = 25;
    public static readonly T__25 = 26;
    public static readonly T__26 = 27;
    public static readonly T__27 = 28;
    public static readonly T__28 = 29;
    public static readonly T__29 = 30;
    public static readonly T__30 = 31;
    public static readonly T__31 = 32;
    public static readonly T__32 = 33;
    public static readonly T__33 = 34;
    public static readonly T__34 = 35;
    public static readonly T__35 = 36;
    public static readonly T__36 = 37;
    public static readonly T__37 = 38;
    public static readonly T__38 = 39;
    public static readonly T__39 = 40;
    public static readonly T__40 = 41;
    public static readonly T__41 = 42;
    public static readonly T__42 = 43;
    public static readonly T__43 = 44;
    public static readonly T__44 = 45;
    public static readonly T__45 = 46;
    public static readonly T__46 = 47;
    public static readonly T__47 = 48;
    public static readonly T__48 = 49;
    public static readonly T__49 = 50;
    public static readonly T__50 = 51;
    public static readonly T__51 = 52;
    public static readonly T__52 = 53;
    public static readonly T__53 = 54;
    public static readonly T__54 = 55;
    public static readonly T__55 = 56;
    public static readonly T__56 = 57;
    public static readonly T__57 = 58;
    public static readonly T__58 = 59;
    public static readonly T__59 = 60;
    public static readonly T__60 = 61;
    public static readonly T__61 = 62;
    public static readonly T__62 = 63;
    public static readonly T__63 = 64;
    public static readonly T__64 = 65;
    public static readonly T__65 = 66;
    public static readonly T__66 = 67;
    public static readonly T__67 = 68;
    public static readonly COMMENT = 69;
    public static readonly SPACE = 70;
    public static readonly FRAME = 71;
    public static readonly TIMESTAMP = 72;
    public static readonly ENDPOINT = 73;
    public static readonly HEX = 74;
    public static readonly VERSION = 75;
    public static readonly DURATION = 76;
    public static readonly EXPONENT = 77;
    public static readonly FLOAT = 78;
    public static readonly INT = 79;
    public static readonly WORD = 80;
    public static readonly STRING = 81;
    public static readonly UNTERMINATED = 82;
    public static readonly UNKNOWN = 83;
    public static readonly RULE_line = 0;
    public static readonly RULE_header = 1;
    public static readonly RULE_recorderWord = 2;
    public static readonly RULE_duration = 3;
    public static readonly RULE_value = 4;
    public static readonly RULE_event = 5;
    public static readonly RULE_connection = 6;
    public static readonly RULE_bracket = 7;
    public static readonly RULE_time = 8;
    public static readonly RULE_happening = 9;
    public static readonly RULE_segment = 10;
    public static readonly RULE_flags = 11;
    public static readonly RULE_seq = 12;
    public static readonly RULE_options = 13;
    public static readonly RULE_option = 14;
    public static readonly RULE_block = 15;
    public static readonly RULE_suffix = 16;
    public static readonly RULE_call = 17;
    public static readonly RULE_return = 18;
    public static readonly RULE_snapshot = 19;
    public static readonly RULE_gap = 20;
    public static readonly RULE_end = 21;
    public static readonly RULE_entries = 22;
    public static readonly RULE_entry = 23;
    public static readonly RULE_number = 24;
    public static readonly RULE_text = 25;
    public static readonly RULE_word = 26;

    public static readonly literalNames = [
        null, "'tcpassay'", "'stack'", "'scenario'", "'seed'", "'profile'", 
        "'clock'", "'real'", "'virtual'", "'recorder'", "'lag'", "'in'", 
        "'out'", "'error'", "'started'", "'setting'", "'tool'", "'connection'", 
        "'near'", "'far'", "'between'", "'lossless'", "'api'", "'unbounded'", 
        "'['", "']'", "'~'", "'+'", "'<'", "'>'", "'ack'", "'win'", "'urg'", 
        "'-'", "'.'", "':'", "'('", "')'", "','", "'nop'", "'eol'", "'mss'", 
        "'wscale'", "'sackOK'", "'sack'", "'TS'", "'val'", "'ecr'", "'opt'", 
        "'len'", "'none'", "'ttl'", "'tos'", "'id'", "'reserved'", "'checksum'", 
        "'good'", "'bad'", "'unknown'", "'data'", "'call'", "'return'", 
        "'='", "'snapshot'", "'withheld'", "'gap'", "'end'", "'{'", "'}'"
    ];

    public static readonly symbolicNames = [
        null, null, null, null, null, null, null, null, null, null, null, 
        null, null, null, null, null, null, null, null, null, null, null, 
        null, null, null, null, null, null, null, null, null, null, null, 
        null, null, null, null, null, null, null, null, null, null, null, 
        null, null, null, null, null, null, null, null, null, null, null, 
        null, null, null, null, null, null, null, null, null, null, null, 
        null, null, null, "COMMENT", "SPACE", "FRAME", "TIMESTAMP", "ENDPOINT", 
        "HEX", "VERSION", "DURATION", "EXPONENT", "FLOAT", "INT", "WORD", 
        "STRING", "UNTERMINATED", "UNKNOWN"
    ];
    public static readonly ruleNames = [
        "line", "header", "recorderWord", "duration", "value", "event", 
        "connection", "bracket", "time", "happening", "segment", "flags", 
        "seq", "options", "option", "block", "suffix", "call", "return", 
        "snapshot", "gap", "end", "entries", "entry", "number", "text", 
        "word",
    ];

    public get grammarFileName(): string { return "Trace.g4"; }
    public get literalNames(): (string | null)[] { return TraceParser.literalNames; }
    public get symbolicNames(): (string | null)[] { return TraceParser.symbolicNames; }
    public get ruleNames(): string[] { return TraceParser.ruleNames; }
    public get serializedATN(): number[] { return TraceParser._serializedATN; }

    protected createFailedPredicateException(predicate?: string, message?: string): antlr.FailedPredicateException {
        return new antlr.FailedPredicateException(this, predicate, message);
    }

    public constructor(input: antlr.TokenStream) {
        super(input);
        this.interpreter = new antlr.ParserATNSimulator(this, TraceParser._ATN, TraceParser.decisionsToDFA, new antlr.PredictionContextCache());
    }
    public line(): LineContext {
        let localContext = new LineContext(this.context, this.state);
        this.enterRule(localContext, 0, TraceParser.RULE_line);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 56;
            this.errorHandler.sync(this);
            switch (this.tokenStream.LA(1)) {
            case TraceParser.T__0:
            case TraceParser.T__1:
            case TraceParser.T__2:
            case TraceParser.T__3:
            case TraceParser.T__4:
            case TraceParser.T__5:
            case TraceParser.T__8:
            case TraceParser.T__9:
            case TraceParser.T__13:
            case TraceParser.T__14:
            case TraceParser.T__15:
            case TraceParser.T__16:
                {
                this.state = 54;
                this.header();
                }
                break;
            case TraceParser.T__23:
            case TraceParser.T__26:
            case TraceParser.FRAME:
            case TraceParser.FLOAT:
            case TraceParser.INT:
                {
                this.state = 55;
                this.event();
                }
                break;
            case TraceParser.EOF:
                break;
            default:
                break;
            }
            this.state = 58;
            this.match(TraceParser.EOF);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public header(): HeaderContext {
        let localContext = new HeaderContext(this.context, this.state);
        this.enterRule(localContext, 2, TraceParser.RULE_header);
        let _la: number;
        try {
            this.state = 105;
            this.errorHandler.sync(this);
            switch (this.tokenStream.LA(1)) {
            case TraceParser.T__0:
                localContext = new FormatLineContext(localContext);
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 60;
                this.match(TraceParser.T__0);
                this.state = 61;
                this.match(TraceParser.INT);
                }
                break;
            case TraceParser.T__1:
                localContext = new StackLineContext(localContext);
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 62;
                this.match(TraceParser.T__1);
                this.state = 63;
                (localContext as StackLineContext)._name = this.value();
                this.state = 65;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                if ((((_la) & ~0x1F) === 0 && ((1 << _la) & 3238002686) !== 0) || ((((_la - 32)) & ~0x1F) === 0 && ((1 << (_la - 32)) & 3221225345) !== 0) || ((((_la - 64)) & ~0x1F) === 0 && ((1 << (_la - 64)) & 248583) !== 0)) {
                    {
                    this.state = 64;
                    (localContext as StackLineContext)._version = this.value();
                    }
                }

                }
                break;
            case TraceParser.T__2:
                localContext = new ScenarioLineContext(localContext);
                this.enterOuterAlt(localContext, 3);
                {
                this.state = 67;
                this.match(TraceParser.T__2);
                this.state = 68;
                this.value();
                }
                break;
            case TraceParser.T__3:
                localContext = new SeedLineContext(localContext);
                this.enterOuterAlt(localContext, 4);
                {
                this.state = 69;
                this.match(TraceParser.T__3);
                this.state = 70;
                this.number_();
                }
                break;
            case TraceParser.T__4:
                localContext = new ProfileLineContext(localContext);
                this.enterOuterAlt(localContext, 5);
                {
                this.state = 71;
                this.match(TraceParser.T__4);
                this.state = 72;
                this.value();
                }
                break;
            case TraceParser.T__5:
                localContext = new ClockLineContext(localContext);
                this.enterOuterAlt(localContext, 6);
                {
                this.state = 73;
                this.match(TraceParser.T__5);
                this.state = 74;
                (localContext as ClockLineContext)._kind = this.tokenStream.LT(1);
                _la = this.tokenStream.LA(1);
                if(!(_la === 7 || _la === 8)) {
                    (localContext as ClockLineContext)._kind = this.errorHandler.recoverInline(this);
                }
                else {
                    this.errorHandler.reportMatch(this);
                    this.consume();
                }
                }
                break;
            case TraceParser.T__8:
                localContext = new RecorderLineContext(localContext);
                this.enterOuterAlt(localContext, 7);
                {
                this.state = 75;
                this.match(TraceParser.T__8);
                this.state = 77;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                do {
                    {
                    {
                    this.state = 76;
                    this.recorderWord();
                    }
                    }
                    this.state = 79;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                } while ((((_la) & ~0x1F) === 0 && ((1 << _la) & 8126464) !== 0));
                }
                break;
            case TraceParser.T__9:
                localContext = new LagLineContext(localContext);
                this.enterOuterAlt(localContext, 8);
                {
                this.state = 81;
                this.match(TraceParser.T__9);
                this.state = 84;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                if (_la === 11) {
                    {
                    this.state = 82;
                    this.match(TraceParser.T__10);
                    this.state = 83;
                    (localContext as LagLineContext)._incoming = this.duration();
                    }
                }

                this.state = 88;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                if (_la === 12) {
                    {
                    this.state = 86;
                    this.match(TraceParser.T__11);
                    this.state = 87;
                    (localContext as LagLineContext)._outgoing = this.duration();
                    }
                }

                this.state = 92;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                if (_la === 13) {
                    {
                    this.state = 90;
                    this.match(TraceParser.T__12);
                    this.state = 91;
                    (localContext as LagLineContext)._error = this.duration();
                    }
                }

                }
                break;
            case TraceParser.T__13:
                localContext = new StartedLineContext(localContext);
                this.enterOuterAlt(localContext, 9);
                {
                this.state = 94;
                this.match(TraceParser.T__13);
                this.state = 95;
                this.value();
                }
                break;
            case TraceParser.T__14:
                localContext = new SettingLineContext(localContext);
                this.enterOuterAlt(localContext, 10);
                {
                this.state = 96;
                this.match(TraceParser.T__14);
                this.state = 97;
                (localContext as SettingLineContext)._name = this.value();
                this.state = 98;
                (localContext as SettingLineContext)._content = this.value();
                }
                break;
            case TraceParser.T__15:
                localContext = new ToolLineContext(localContext);
                this.enterOuterAlt(localContext, 11);
                {
                this.state = 100;
                this.match(TraceParser.T__15);
                this.state = 101;
                this.value();
                }
                break;
            case TraceParser.T__16:
                localContext = new ConnectionLineContext(localContext);
                this.enterOuterAlt(localContext, 12);
                {
                this.state = 102;
                this.match(TraceParser.T__16);
                this.state = 103;
                (localContext as ConnectionLineContext)._stack = this.match(TraceParser.ENDPOINT);
                this.state = 104;
                (localContext as ConnectionLineContext)._peer = this.match(TraceParser.ENDPOINT);
                }
                break;
            default:
                throw new antlr.NoViableAltException(this);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public recorderWord(): RecorderWordContext {
        let localContext = new RecorderWordContext(this.context, this.state);
        this.enterRule(localContext, 4, TraceParser.RULE_recorderWord);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 107;
            _la = this.tokenStream.LA(1);
            if(!((((_la) & ~0x1F) === 0 && ((1 << _la) & 8126464) !== 0))) {
            this.errorHandler.recoverInline(this);
            }
            else {
                this.errorHandler.reportMatch(this);
                this.consume();
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public duration(): DurationContext {
        let localContext = new DurationContext(this.context, this.state);
        this.enterRule(localContext, 6, TraceParser.RULE_duration);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 109;
            _la = this.tokenStream.LA(1);
            if(!(_la === 23 || _la === 76 || _la === 79)) {
            this.errorHandler.recoverInline(this);
            }
            else {
                this.errorHandler.reportMatch(this);
                this.consume();
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public value(): ValueContext {
        let localContext = new ValueContext(this.context, this.state);
        this.enterRule(localContext, 8, TraceParser.RULE_value);
        try {
            this.state = 115;
            this.errorHandler.sync(this);
            switch (this.tokenStream.LA(1)) {
            case TraceParser.T__0:
            case TraceParser.T__1:
            case TraceParser.T__2:
            case TraceParser.T__3:
            case TraceParser.T__4:
            case TraceParser.T__5:
            case TraceParser.T__6:
            case TraceParser.T__7:
            case TraceParser.T__8:
            case TraceParser.T__9:
            case TraceParser.T__10:
            case TraceParser.T__11:
            case TraceParser.T__12:
            case TraceParser.T__13:
            case TraceParser.T__14:
            case TraceParser.T__15:
            case TraceParser.T__16:
            case TraceParser.T__17:
            case TraceParser.T__18:
            case TraceParser.T__19:
            case TraceParser.T__20:
            case TraceParser.T__21:
            case TraceParser.T__22:
            case TraceParser.T__29:
            case TraceParser.T__30:
            case TraceParser.T__31:
            case TraceParser.T__38:
            case TraceParser.T__39:
            case TraceParser.T__40:
            case TraceParser.T__41:
            case TraceParser.T__42:
            case TraceParser.T__43:
            case TraceParser.T__44:
            case TraceParser.T__45:
            case TraceParser.T__46:
            case TraceParser.T__47:
            case TraceParser.T__48:
            case TraceParser.T__49:
            case TraceParser.T__50:
            case TraceParser.T__51:
            case TraceParser.T__52:
            case TraceParser.T__53:
            case TraceParser.T__54:
            case TraceParser.T__55:
            case TraceParser.T__56:
            case TraceParser.T__57:
            case TraceParser.T__58:
            case TraceParser.T__59:
            case TraceParser.T__60:
            case TraceParser.T__62:
            case TraceParser.T__63:
            case TraceParser.T__64:
            case TraceParser.T__65:
            case TraceParser.TIMESTAMP:
            case TraceParser.ENDPOINT:
            case TraceParser.WORD:
            case TraceParser.STRING:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 111;
                this.text();
                }
                break;
            case TraceParser.INT:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 112;
                this.match(TraceParser.INT);
                }
                break;
            case TraceParser.FLOAT:
                this.enterOuterAlt(localContext, 3);
                {
                this.state = 113;
                this.match(TraceParser.FLOAT);
                }
                break;
            case TraceParser.VERSION:
                this.enterOuterAlt(localContext, 4);
                {
                this.state = 114;
                this.match(TraceParser.VERSION);
                }
                break;
            default:
                throw new antlr.NoViableAltException(this);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public event(): EventContext {
        let localContext = new EventContext(this.context, this.state);
        this.enterRule(localContext, 10, TraceParser.RULE_event);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 118;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 71) {
                {
                this.state = 117;
                this.match(TraceParser.FRAME);
                }
            }

            this.state = 121;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 24) {
                {
                this.state = 120;
                this.connection();
                }
            }

            this.state = 123;
            this.bracket();
            this.state = 124;
            this.happening();
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public connection(): ConnectionContext {
        let localContext = new ConnectionContext(this.context, this.state);
        this.enterRule(localContext, 12, TraceParser.RULE_connection);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 126;
            this.match(TraceParser.T__23);
            this.state = 127;
            this.match(TraceParser.INT);
            this.state = 128;
            this.match(TraceParser.T__24);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public bracket(): BracketContext {
        let localContext = new BracketContext(this.context, this.state);
        this.enterRule(localContext, 14, TraceParser.RULE_bracket);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 130;
            localContext._from_ = this.time();
            this.state = 133;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 26) {
                {
                this.state = 131;
                this.match(TraceParser.T__25);
                this.state = 132;
                localContext._to = this.time();
                }
            }

            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public time(): TimeContext {
        let localContext = new TimeContext(this.context, this.state);
        this.enterRule(localContext, 16, TraceParser.RULE_time);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 136;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 27) {
                {
                this.state = 135;
                this.match(TraceParser.T__26);
                }
            }

            this.state = 138;
            _la = this.tokenStream.LA(1);
            if(!(_la === 78 || _la === 79)) {
            this.errorHandler.recoverInline(this);
            }
            else {
                this.errorHandler.reportMatch(this);
                this.consume();
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public happening(): HappeningContext {
        let localContext = new HappeningContext(this.context, this.state);
        this.enterRule(localContext, 18, TraceParser.RULE_happening);
        try {
            this.state = 146;
            this.errorHandler.sync(this);
            switch (this.tokenStream.LA(1)) {
            case TraceParser.T__27:
            case TraceParser.T__28:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 140;
                this.segment();
                }
                break;
            case TraceParser.T__59:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 141;
                this.call();
                }
                break;
            case TraceParser.T__60:
                this.enterOuterAlt(localContext, 3);
                {
                this.state = 142;
                this.return_();
                }
                break;
            case TraceParser.T__62:
                this.enterOuterAlt(localContext, 4);
                {
                this.state = 143;
                this.snapshot();
                }
                break;
            case TraceParser.T__64:
                this.enterOuterAlt(localContext, 5);
                {
                this.state = 144;
                this.gap();
                }
                break;
            case TraceParser.T__65:
                this.enterOuterAlt(localContext, 6);
                {
                this.state = 145;
                this.end();
                }
                break;
            default:
                throw new antlr.NoViableAltException(this);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public segment(): SegmentContext {
        let localContext = new SegmentContext(this.context, this.state);
        this.enterRule(localContext, 20, TraceParser.RULE_segment);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 148;
            localContext._dir = this.tokenStream.LT(1);
            _la = this.tokenStream.LA(1);
            if(!(_la === 28 || _la === 29)) {
                localContext._dir = this.errorHandler.recoverInline(this);
            }
            else {
                this.errorHandler.reportMatch(this);
                this.consume();
            }
            this.state = 149;
            this.flags();
            this.state = 150;
            this.seq();
            this.state = 153;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 30) {
                {
                this.state = 151;
                this.match(TraceParser.T__29);
                this.state = 152;
                localContext._ack = this.match(TraceParser.INT);
                }
            }

            this.state = 157;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 31) {
                {
                this.state = 155;
                this.match(TraceParser.T__30);
                this.state = 156;
                localContext._win = this.match(TraceParser.INT);
                }
            }

            this.state = 161;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 32) {
                {
                this.state = 159;
                this.match(TraceParser.T__31);
                this.state = 160;
                localContext._urg = this.match(TraceParser.INT);
                }
            }

            this.state = 164;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 28) {
                {
                this.state = 163;
                this.options();
                }
            }

            this.state = 169;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            while (((((_la - 51)) & ~0x1F) === 0 && ((1 << (_la - 51)) & 287) !== 0)) {
                {
                {
                this.state = 166;
                this.suffix();
                }
                }
                this.state = 171;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public flags(): FlagsContext {
        let localContext = new FlagsContext(this.context, this.state);
        this.enterRule(localContext, 22, TraceParser.RULE_flags);
        let _la: number;
        try {
            this.state = 178;
            this.errorHandler.sync(this);
            switch (this.tokenStream.LA(1)) {
            case TraceParser.T__32:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 172;
                this.match(TraceParser.T__32);
                }
                break;
            case TraceParser.T__33:
            case TraceParser.WORD:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 174;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                do {
                    {
                    {
                    this.state = 173;
                    _la = this.tokenStream.LA(1);
                    if(!(_la === 34 || _la === 80)) {
                    this.errorHandler.recoverInline(this);
                    }
                    else {
                        this.errorHandler.reportMatch(this);
                        this.consume();
                    }
                    }
                    }
                    this.state = 176;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                } while (_la === 34 || _la === 80);
                }
                break;
            default:
                throw new antlr.NoViableAltException(this);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public seq(): SeqContext {
        let localContext = new SeqContext(this.context, this.state);
        this.enterRule(localContext, 24, TraceParser.RULE_seq);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 180;
            localContext._from_ = this.match(TraceParser.INT);
            this.state = 181;
            this.match(TraceParser.T__34);
            this.state = 182;
            localContext._to = this.match(TraceParser.INT);
            this.state = 183;
            this.match(TraceParser.T__35);
            this.state = 184;
            localContext._length = this.match(TraceParser.INT);
            this.state = 185;
            this.match(TraceParser.T__36);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public options(): OptionsContext {
        let localContext = new OptionsContext(this.context, this.state);
        this.enterRule(localContext, 26, TraceParser.RULE_options);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 187;
            this.match(TraceParser.T__27);
            this.state = 196;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (((((_la - 39)) & ~0x1F) === 0 && ((1 << (_la - 39)) & 639) !== 0)) {
                {
                this.state = 188;
                this.option();
                this.state = 193;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                while (_la === 38) {
                    {
                    {
                    this.state = 189;
                    this.match(TraceParser.T__37);
                    this.state = 190;
                    this.option();
                    }
                    }
                    this.state = 195;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                }
                }
            }

            this.state = 198;
            this.match(TraceParser.T__28);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public option(): OptionContext {
        let localContext = new OptionContext(this.context, this.state);
        this.enterRule(localContext, 28, TraceParser.RULE_option);
        let _la: number;
        try {
            this.state = 230;
            this.errorHandler.sync(this);
            switch (this.tokenStream.LA(1)) {
            case TraceParser.T__38:
                localContext = new NopContext(localContext);
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 200;
                this.match(TraceParser.T__38);
                }
                break;
            case TraceParser.T__39:
                localContext = new EolContext(localContext);
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 201;
                this.match(TraceParser.T__39);
                }
                break;
            case TraceParser.T__40:
                localContext = new MssContext(localContext);
                this.enterOuterAlt(localContext, 3);
                {
                this.state = 202;
                this.match(TraceParser.T__40);
                this.state = 203;
                this.match(TraceParser.INT);
                }
                break;
            case TraceParser.T__41:
                localContext = new WscaleContext(localContext);
                this.enterOuterAlt(localContext, 4);
                {
                this.state = 204;
                this.match(TraceParser.T__41);
                this.state = 205;
                this.match(TraceParser.INT);
                }
                break;
            case TraceParser.T__42:
                localContext = new SackOkContext(localContext);
                this.enterOuterAlt(localContext, 5);
                {
                this.state = 206;
                this.match(TraceParser.T__42);
                }
                break;
            case TraceParser.T__43:
                localContext = new SackContext(localContext);
                this.enterOuterAlt(localContext, 6);
                {
                this.state = 207;
                this.match(TraceParser.T__43);
                this.state = 209;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                do {
                    {
                    {
                    this.state = 208;
                    this.block();
                    }
                    }
                    this.state = 211;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                } while (_la === 79);
                }
                break;
            case TraceParser.T__44:
                localContext = new TimestampsContext(localContext);
                this.enterOuterAlt(localContext, 7);
                {
                this.state = 213;
                this.match(TraceParser.T__44);
                this.state = 214;
                this.match(TraceParser.T__45);
                this.state = 215;
                (localContext as TimestampsContext)._val = this.match(TraceParser.INT);
                this.state = 216;
                this.match(TraceParser.T__46);
                this.state = 217;
                (localContext as TimestampsContext)._ecr = this.match(TraceParser.INT);
                }
                break;
            case TraceParser.T__47:
                localContext = new OtherOptionContext(localContext);
                this.enterOuterAlt(localContext, 8);
                {
                this.state = 218;
                this.match(TraceParser.T__47);
                this.state = 219;
                (localContext as OtherOptionContext)._kind = this.match(TraceParser.INT);
                this.state = 225;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                if (_la === 49) {
                    {
                    this.state = 220;
                    this.match(TraceParser.T__48);
                    this.state = 223;
                    this.errorHandler.sync(this);
                    switch (this.tokenStream.LA(1)) {
                    case TraceParser.INT:
                        {
                        this.state = 221;
                        (localContext as OtherOptionContext)._wrong = this.match(TraceParser.INT);
                        }
                        break;
                    case TraceParser.T__49:
                        {
                        this.state = 222;
                        (localContext as OtherOptionContext)._none = this.match(TraceParser.T__49);
                        }
                        break;
                    default:
                        throw new antlr.NoViableAltException(this);
                    }
                    }
                }

                this.state = 228;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                if (_la === 74) {
                    {
                    this.state = 227;
                    this.match(TraceParser.HEX);
                    }
                }

                }
                break;
            default:
                throw new antlr.NoViableAltException(this);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public block(): BlockContext {
        let localContext = new BlockContext(this.context, this.state);
        this.enterRule(localContext, 30, TraceParser.RULE_block);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 232;
            localContext._left = this.match(TraceParser.INT);
            this.state = 233;
            this.match(TraceParser.T__34);
            this.state = 234;
            localContext._right = this.match(TraceParser.INT);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public suffix(): SuffixContext {
        let localContext = new SuffixContext(this.context, this.state);
        this.enterRule(localContext, 32, TraceParser.RULE_suffix);
        let _la: number;
        try {
            this.state = 242;
            this.errorHandler.sync(this);
            switch (this.tokenStream.LA(1)) {
            case TraceParser.T__50:
            case TraceParser.T__51:
            case TraceParser.T__52:
            case TraceParser.T__53:
                localContext = new FieldSuffixContext(localContext);
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 236;
                (localContext as FieldSuffixContext)._name = this.tokenStream.LT(1);
                _la = this.tokenStream.LA(1);
                if(!(((((_la - 51)) & ~0x1F) === 0 && ((1 << (_la - 51)) & 15) !== 0))) {
                    (localContext as FieldSuffixContext)._name = this.errorHandler.recoverInline(this);
                }
                else {
                    this.errorHandler.reportMatch(this);
                    this.consume();
                }
                this.state = 237;
                (localContext as FieldSuffixContext)._content = this.tokenStream.LT(1);
                _la = this.tokenStream.LA(1);
                if(!(_la === 74 || _la === 79)) {
                    (localContext as FieldSuffixContext)._content = this.errorHandler.recoverInline(this);
                }
                else {
                    this.errorHandler.reportMatch(this);
                    this.consume();
                }
                }
                break;
            case TraceParser.T__54:
                localContext = new ChecksumSuffixContext(localContext);
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 238;
                this.match(TraceParser.T__54);
                this.state = 239;
                (localContext as ChecksumSuffixContext)._kind = this.tokenStream.LT(1);
                _la = this.tokenStream.LA(1);
                if(!(((((_la - 56)) & ~0x1F) === 0 && ((1 << (_la - 56)) & 7) !== 0))) {
                    (localContext as ChecksumSuffixContext)._kind = this.errorHandler.recoverInline(this);
                }
                else {
                    this.errorHandler.reportMatch(this);
                    this.consume();
                }
                }
                break;
            case TraceParser.T__58:
                localContext = new DataSuffixContext(localContext);
                this.enterOuterAlt(localContext, 3);
                {
                this.state = 240;
                this.match(TraceParser.T__58);
                this.state = 241;
                (localContext as DataSuffixContext)._content = this.tokenStream.LT(1);
                _la = this.tokenStream.LA(1);
                if(!(_la === 74 || _la === 81)) {
                    (localContext as DataSuffixContext)._content = this.errorHandler.recoverInline(this);
                }
                else {
                    this.errorHandler.reportMatch(this);
                    this.consume();
                }
                }
                break;
            default:
                throw new antlr.NoViableAltException(this);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public call(): CallContext {
        let localContext = new CallContext(this.context, this.state);
        this.enterRule(localContext, 34, TraceParser.RULE_call);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 244;
            this.match(TraceParser.T__59);
            this.state = 245;
            this.match(TraceParser.INT);
            this.state = 246;
            this.word();
            this.state = 247;
            this.match(TraceParser.T__35);
            this.state = 264;
            this.errorHandler.sync(this);
            switch (this.tokenStream.LA(1)) {
            case TraceParser.T__32:
            case TraceParser.EXPONENT:
            case TraceParser.FLOAT:
            case TraceParser.INT:
                {
                this.state = 248;
                localContext._socket = this.number_();
                this.state = 253;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                while (_la === 38) {
                    {
                    {
                    this.state = 249;
                    this.match(TraceParser.T__37);
                    this.state = 250;
                    this.entry();
                    }
                    }
                    this.state = 255;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                }
                }
                break;
            case TraceParser.T__0:
            case TraceParser.T__1:
            case TraceParser.T__2:
            case TraceParser.T__3:
            case TraceParser.T__4:
            case TraceParser.T__5:
            case TraceParser.T__6:
            case TraceParser.T__7:
            case TraceParser.T__8:
            case TraceParser.T__9:
            case TraceParser.T__10:
            case TraceParser.T__11:
            case TraceParser.T__12:
            case TraceParser.T__13:
            case TraceParser.T__14:
            case TraceParser.T__15:
            case TraceParser.T__16:
            case TraceParser.T__17:
            case TraceParser.T__18:
            case TraceParser.T__19:
            case TraceParser.T__20:
            case TraceParser.T__21:
            case TraceParser.T__22:
            case TraceParser.T__29:
            case TraceParser.T__30:
            case TraceParser.T__31:
            case TraceParser.T__38:
            case TraceParser.T__39:
            case TraceParser.T__40:
            case TraceParser.T__41:
            case TraceParser.T__42:
            case TraceParser.T__43:
            case TraceParser.T__44:
            case TraceParser.T__45:
            case TraceParser.T__46:
            case TraceParser.T__47:
            case TraceParser.T__48:
            case TraceParser.T__49:
            case TraceParser.T__50:
            case TraceParser.T__51:
            case TraceParser.T__52:
            case TraceParser.T__53:
            case TraceParser.T__54:
            case TraceParser.T__55:
            case TraceParser.T__56:
            case TraceParser.T__57:
            case TraceParser.T__58:
            case TraceParser.T__59:
            case TraceParser.T__60:
            case TraceParser.T__62:
            case TraceParser.T__63:
            case TraceParser.T__64:
            case TraceParser.T__65:
            case TraceParser.TIMESTAMP:
            case TraceParser.ENDPOINT:
            case TraceParser.WORD:
            case TraceParser.STRING:
                {
                this.state = 256;
                this.entry();
                this.state = 261;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                while (_la === 38) {
                    {
                    {
                    this.state = 257;
                    this.match(TraceParser.T__37);
                    this.state = 258;
                    this.entry();
                    }
                    }
                    this.state = 263;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                }
                }
                break;
            case TraceParser.T__36:
                break;
            default:
                break;
            }
            this.state = 266;
            this.match(TraceParser.T__36);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public return_(): ReturnContext {
        let localContext = new ReturnContext(this.context, this.state);
        this.enterRule(localContext, 36, TraceParser.RULE_return);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 268;
            this.match(TraceParser.T__60);
            this.state = 269;
            this.match(TraceParser.INT);
            this.state = 270;
            this.match(TraceParser.T__61);
            this.state = 271;
            this.number_();
            this.state = 273;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if ((((_la) & ~0x1F) === 0 && ((1 << _la) & 3238002686) !== 0) || ((((_la - 32)) & ~0x1F) === 0 && ((1 << (_la - 32)) & 3221225345) !== 0) || ((((_la - 64)) & ~0x1F) === 0 && ((1 << (_la - 64)) & 197383) !== 0)) {
                {
                this.state = 272;
                localContext._error = this.text();
                }
            }

            this.state = 276;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 67) {
                {
                this.state = 275;
                this.entries();
                }
            }

            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public snapshot(): SnapshotContext {
        let localContext = new SnapshotContext(this.context, this.state);
        this.enterRule(localContext, 38, TraceParser.RULE_snapshot);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 278;
            this.match(TraceParser.T__62);
            this.state = 279;
            this.word();
            this.state = 280;
            this.number_();
            this.state = 282;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 64) {
                {
                this.state = 281;
                this.match(TraceParser.T__63);
                }
            }

            this.state = 284;
            this.entries();
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public gap(): GapContext {
        let localContext = new GapContext(this.context, this.state);
        this.enterRule(localContext, 40, TraceParser.RULE_gap);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 286;
            this.match(TraceParser.T__64);
            this.state = 287;
            this.match(TraceParser.INT);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public end(): EndContext {
        let localContext = new EndContext(this.context, this.state);
        this.enterRule(localContext, 42, TraceParser.RULE_end);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 289;
            this.match(TraceParser.T__65);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public entries(): EntriesContext {
        let localContext = new EntriesContext(this.context, this.state);
        this.enterRule(localContext, 44, TraceParser.RULE_entries);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 291;
            this.match(TraceParser.T__66);
            this.state = 300;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if ((((_la) & ~0x1F) === 0 && ((1 << _la) & 3238002686) !== 0) || ((((_la - 32)) & ~0x1F) === 0 && ((1 << (_la - 32)) & 3221225345) !== 0) || ((((_la - 64)) & ~0x1F) === 0 && ((1 << (_la - 64)) & 197383) !== 0)) {
                {
                this.state = 292;
                this.entry();
                this.state = 297;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                while (_la === 38) {
                    {
                    {
                    this.state = 293;
                    this.match(TraceParser.T__37);
                    this.state = 294;
                    this.entry();
                    }
                    }
                    this.state = 299;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                }
                }
            }

            this.state = 302;
            this.match(TraceParser.T__67);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public entry(): EntryContext {
        let localContext = new EntryContext(this.context, this.state);
        this.enterRule(localContext, 46, TraceParser.RULE_entry);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 304;
            this.text();
            this.state = 305;
            this.match(TraceParser.T__61);
            this.state = 309;
            this.errorHandler.sync(this);
            switch (this.tokenStream.LA(1)) {
            case TraceParser.T__32:
            case TraceParser.EXPONENT:
            case TraceParser.FLOAT:
            case TraceParser.INT:
                {
                this.state = 306;
                this.number_();
                }
                break;
            case TraceParser.T__0:
            case TraceParser.T__1:
            case TraceParser.T__2:
            case TraceParser.T__3:
            case TraceParser.T__4:
            case TraceParser.T__5:
            case TraceParser.T__6:
            case TraceParser.T__7:
            case TraceParser.T__8:
            case TraceParser.T__9:
            case TraceParser.T__10:
            case TraceParser.T__11:
            case TraceParser.T__12:
            case TraceParser.T__13:
            case TraceParser.T__14:
            case TraceParser.T__15:
            case TraceParser.T__16:
            case TraceParser.T__17:
            case TraceParser.T__18:
            case TraceParser.T__19:
            case TraceParser.T__20:
            case TraceParser.T__21:
            case TraceParser.T__22:
            case TraceParser.T__29:
            case TraceParser.T__30:
            case TraceParser.T__31:
            case TraceParser.T__38:
            case TraceParser.T__39:
            case TraceParser.T__40:
            case TraceParser.T__41:
            case TraceParser.T__42:
            case TraceParser.T__43:
            case TraceParser.T__44:
            case TraceParser.T__45:
            case TraceParser.T__46:
            case TraceParser.T__47:
            case TraceParser.T__48:
            case TraceParser.T__49:
            case TraceParser.T__50:
            case TraceParser.T__51:
            case TraceParser.T__52:
            case TraceParser.T__53:
            case TraceParser.T__54:
            case TraceParser.T__55:
            case TraceParser.T__56:
            case TraceParser.T__57:
            case TraceParser.T__58:
            case TraceParser.T__59:
            case TraceParser.T__60:
            case TraceParser.T__62:
            case TraceParser.T__63:
            case TraceParser.T__64:
            case TraceParser.T__65:
            case TraceParser.TIMESTAMP:
            case TraceParser.ENDPOINT:
            case TraceParser.WORD:
            case TraceParser.STRING:
                {
                this.state = 307;
                this.text();
                }
                break;
            case TraceParser.VERSION:
                {
                this.state = 308;
                this.match(TraceParser.VERSION);
                }
                break;
            default:
                throw new antlr.NoViableAltException(this);
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public number_(): NumberContext {
        let localContext = new NumberContext(this.context, this.state);
        this.enterRule(localContext, 48, TraceParser.RULE_number);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 312;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 33) {
                {
                this.state = 311;
                this.match(TraceParser.T__32);
                }
            }

            this.state = 314;
            _la = this.tokenStream.LA(1);
            if(!(((((_la - 77)) & ~0x1F) === 0 && ((1 << (_la - 77)) & 7) !== 0))) {
            this.errorHandler.recoverInline(this);
            }
            else {
                this.errorHandler.reportMatch(this);
                this.consume();
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public text(): TextContext {
        let localContext = new TextContext(this.context, this.state);
        this.enterRule(localContext, 50, TraceParser.RULE_text);
        try {
            this.state = 320;
            this.errorHandler.sync(this);
            switch (this.tokenStream.LA(1)) {
            case TraceParser.STRING:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 316;
                this.match(TraceParser.STRING);
                }
                break;
            case TraceParser.ENDPOINT:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 317;
                this.match(TraceParser.ENDPOINT);
                }
                break;
            case TraceParser.TIMESTAMP:
                this.enterOuterAlt(localContext, 3);
                {
                this.state = 318;
                this.match(TraceParser.TIMESTAMP);
                }
                break;
            case TraceParser.T__0:
            case TraceParser.T__1:
            case TraceParser.T__2:
            case TraceParser.T__3:
            case TraceParser.T__4:
            case TraceParser.T__5:
            case TraceParser.T__6:
            case TraceParser.T__7:
            case TraceParser.T__8:
            case TraceParser.T__9:
            case TraceParser.T__10:
            case TraceParser.T__11:
            case TraceParser.T__12:
            case TraceParser.T__13:
            case TraceParser.T__14:
            case TraceParser.T__15:
            case TraceParser.T__16:
            case TraceParser.T__17:
            case TraceParser.T__18:
            case TraceParser.T__19:
            case TraceParser.T__20:
            case TraceParser.T__21:
            case TraceParser.T__22:
            case TraceParser.T__29:
            case TraceParser.T__30:
            case TraceParser.T__31:
            case TraceParser.T__38:
            case TraceParser.T__39:
            case TraceParser.T__40:
            case TraceParser.T__41:
            case TraceParser.T__42:
            case TraceParser.T__43:
            case TraceParser.T__44:
            case TraceParser.T__45:
            case TraceParser.T__46:
            case TraceParser.T__47:
            case TraceParser.T__48:
            case TraceParser.T__49:
            case TraceParser.T__50:
            case TraceParser.T__51:
            case TraceParser.T__52:
            case TraceParser.T__53:
            case TraceParser.T__54:
            case TraceParser.T__55:
            case TraceParser.T__56:
            case TraceParser.T__57:
            case TraceParser.T__58:
            case TraceParser.T__59:
            case TraceParser.T__60:
            case TraceParser.T__62:
            case TraceParser.T__63:
            case TraceParser.T__64:
            case TraceParser.T__65:
            case TraceParser.WORD:
                this.enterOuterAlt(localContext, 4);
                {
                this.state = 319;
                this.word();
                }
                break;
            default:
                throw new antlr.NoViableAltException(this);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public word(): WordContext {
        let localContext = new WordContext(this.context, this.state);
        this.enterRule(localContext, 52, TraceParser.RULE_word);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 322;
            _la = this.tokenStream.LA(1);
            if(!((((_la) & ~0x1F) === 0 && ((1 << _la) & 3238002686) !== 0) || ((((_la - 32)) & ~0x1F) === 0 && ((1 << (_la - 32)) & 3221225345) !== 0) || ((((_la - 64)) & ~0x1F) === 0 && ((1 << (_la - 64)) & 65543) !== 0))) {
            this.errorHandler.recoverInline(this);
            }
            else {
                this.errorHandler.reportMatch(this);
                this.consume();
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }

    public static readonly _serializedATN: number[] = [
        4,1,83,325,2,0,7,0,2,1,7,1,2,2,7,2,2,3,7,3,2,4,7,4,2,5,7,5,2,6,7,
        6,2,7,7,7,2,8,7,8,2,9,7,9,2,10,7,10,2,11,7,11,2,12,7,12,2,13,7,13,
        2,14,7,14,2,15,7,15,2,16,7,16,2,17,7,17,2,18,7,18,2,19,7,19,2,20,
        7,20,2,21,7,21,2,22,7,22,2,23,7,23,2,24,7,24,2,25,7,25,2,26,7,26,
        1,0,1,0,3,0,57,8,0,1,0,1,0,1,1,1,1,1,1,1,1,1,1,3,1,66,8,1,1,1,1,
        1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,4,1,78,8,1,11,1,12,1,79,1,1,1,
        1,1,1,3,1,85,8,1,1,1,1,1,3,1,89,8,1,1,1,1,1,3,1,93,8,1,1,1,1,1,1,
        1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,3,1,106,8,1,1,2,1,2,1,3,1,3,1,
        4,1,4,1,4,1,4,3,4,116,8,4,1,5,3,5,119,8,5,1,5,3,5,122,8,5,1,5,1,
        5,1,5,1,6,1,6,1,6,1,6,1,7,1,7,1,7,3,7,134,8,7,1,8,3,8,137,8,8,1,
        8,1,8,1,9,1,9,1,9,1,9,1,9,1,9,3,9,147,8,9,1,10,1,10,1,10,1,10,1,
        10,3,10,154,8,10,1,10,1,10,3,10,158,8,10,1,10,1,10,3,10,162,8,10,
        1,10,3,10,165,8,10,1,10,5,10,168,8,10,10,10,12,10,171,9,10,1,11,
        1,11,4,11,175,8,11,11,11,12,11,176,3,11,179,8,11,1,12,1,12,1,12,
        1,12,1,12,1,12,1,12,1,13,1,13,1,13,1,13,5,13,192,8,13,10,13,12,13,
        195,9,13,3,13,197,8,13,1,13,1,13,1,14,1,14,1,14,1,14,1,14,1,14,1,
        14,1,14,1,14,4,14,210,8,14,11,14,12,14,211,1,14,1,14,1,14,1,14,1,
        14,1,14,1,14,1,14,1,14,1,14,3,14,224,8,14,3,14,226,8,14,1,14,3,14,
        229,8,14,3,14,231,8,14,1,15,1,15,1,15,1,15,1,16,1,16,1,16,1,16,1,
        16,1,16,3,16,243,8,16,1,17,1,17,1,17,1,17,1,17,1,17,1,17,5,17,252,
        8,17,10,17,12,17,255,9,17,1,17,1,17,1,17,5,17,260,8,17,10,17,12,
        17,263,9,17,3,17,265,8,17,1,17,1,17,1,18,1,18,1,18,1,18,1,18,3,18,
        274,8,18,1,18,3,18,277,8,18,1,19,1,19,1,19,1,19,3,19,283,8,19,1,
        19,1,19,1,20,1,20,1,20,1,21,1,21,1,22,1,22,1,22,1,22,5,22,296,8,
        22,10,22,12,22,299,9,22,3,22,301,8,22,1,22,1,22,1,23,1,23,1,23,1,
        23,1,23,3,23,310,8,23,1,24,3,24,313,8,24,1,24,1,24,1,25,1,25,1,25,
        1,25,3,25,321,8,25,1,26,1,26,1,26,0,0,27,0,2,4,6,8,10,12,14,16,18,
        20,22,24,26,28,30,32,34,36,38,40,42,44,46,48,50,52,0,12,1,0,7,8,
        1,0,18,22,3,0,23,23,76,76,79,79,1,0,78,79,1,0,28,29,2,0,34,34,80,
        80,1,0,51,54,2,0,74,74,79,79,1,0,56,58,2,0,74,74,81,81,1,0,77,79,
        5,0,1,23,30,32,39,61,63,66,80,80,364,0,56,1,0,0,0,2,105,1,0,0,0,
        4,107,1,0,0,0,6,109,1,0,0,0,8,115,1,0,0,0,10,118,1,0,0,0,12,126,
        1,0,0,0,14,130,1,0,0,0,16,136,1,0,0,0,18,146,1,0,0,0,20,148,1,0,
        0,0,22,178,1,0,0,0,24,180,1,0,0,0,26,187,1,0,0,0,28,230,1,0,0,0,
        30,232,1,0,0,0,32,242,1,0,0,0,34,244,1,0,0,0,36,268,1,0,0,0,38,278,
        1,0,0,0,40,286,1,0,0,0,42,289,1,0,0,0,44,291,1,0,0,0,46,304,1,0,
        0,0,48,312,1,0,0,0,50,320,1,0,0,0,52,322,1,0,0,0,54,57,3,2,1,0,55,
        57,3,10,5,0,56,54,1,0,0,0,56,55,1,0,0,0,56,57,1,0,0,0,57,58,1,0,
        0,0,58,59,5,0,0,1,59,1,1,0,0,0,60,61,5,1,0,0,61,106,5,79,0,0,62,
        63,5,2,0,0,63,65,3,8,4,0,64,66,3,8,4,0,65,64,1,0,0,0,65,66,1,0,0,
        0,66,106,1,0,0,0,67,68,5,3,0,0,68,106,3,8,4,0,69,70,5,4,0,0,70,106,
        3,48,24,0,71,72,5,5,0,0,72,106,3,8,4,0,73,74,5,6,0,0,74,106,7,0,
        0,0,75,77,5,9,0,0,76,78,3,4,2,0,77,76,1,0,0,0,78,79,1,0,0,0,79,77,
        1,0,0,0,79,80,1,0,0,0,80,106,1,0,0,0,81,84,5,10,0,0,82,83,5,11,0,
        0,83,85,3,6,3,0,84,82,1,0,0,0,84,85,1,0,0,0,85,88,1,0,0,0,86,87,
        5,12,0,0,87,89,3,6,3,0,88,86,1,0,0,0,88,89,1,0,0,0,89,92,1,0,0,0,
        90,91,5,13,0,0,91,93,3,6,3,0,92,90,1,0,0,0,92,93,1,0,0,0,93,106,
        1,0,0,0,94,95,5,14,0,0,95,106,3,8,4,0,96,97,5,15,0,0,97,98,3,8,4,
        0,98,99,3,8,4,0,99,106,1,0,0,0,100,101,5,16,0,0,101,106,3,8,4,0,
        102,103,5,17,0,0,103,104,5,73,0,0,104,106,5,73,0,0,105,60,1,0,0,
        0,105,62,1,0,0,0,105,67,1,0,0,0,105,69,1,0,0,0,105,71,1,0,0,0,105,
        73,1,0,0,0,105,75,1,0,0,0,105,81,1,0,0,0,105,94,1,0,0,0,105,96,1,
        0,0,0,105,100,1,0,0,0,105,102,1,0,0,0,106,3,1,0,0,0,107,108,7,1,
        0,0,108,5,1,0,0,0,109,110,7,2,0,0,110,7,1,0,0,0,111,116,3,50,25,
        0,112,116,5,79,0,0,113,116,5,78,0,0,114,116,5,75,0,0,115,111,1,0,
        0,0,115,112,1,0,0,0,115,113,1,0,0,0,115,114,1,0,0,0,116,9,1,0,0,
        0,117,119,5,71,0,0,118,117,1,0,0,0,118,119,1,0,0,0,119,121,1,0,0,
        0,120,122,3,12,6,0,121,120,1,0,0,0,121,122,1,0,0,0,122,123,1,0,0,
        0,123,124,3,14,7,0,124,125,3,18,9,0,125,11,1,0,0,0,126,127,5,24,
        0,0,127,128,5,79,0,0,128,129,5,25,0,0,129,13,1,0,0,0,130,133,3,16,
        8,0,131,132,5,26,0,0,132,134,3,16,8,0,133,131,1,0,0,0,133,134,1,
        0,0,0,134,15,1,0,0,0,135,137,5,27,0,0,136,135,1,0,0,0,136,137,1,
        0,0,0,137,138,1,0,0,0,138,139,7,3,0,0,139,17,1,0,0,0,140,147,3,20,
        10,0,141,147,3,34,17,0,142,147,3,36,18,0,143,147,3,38,19,0,144,147,
        3,40,20,0,145,147,3,42,21,0,146,140,1,0,0,0,146,141,1,0,0,0,146,
        142,1,0,0,0,146,143,1,0,0,0,146,144,1,0,0,0,146,145,1,0,0,0,147,
        19,1,0,0,0,148,149,7,4,0,0,149,150,3,22,11,0,150,153,3,24,12,0,151,
        152,5,30,0,0,152,154,5,79,0,0,153,151,1,0,0,0,153,154,1,0,0,0,154,
        157,1,0,0,0,155,156,5,31,0,0,156,158,5,79,0,0,157,155,1,0,0,0,157,
        158,1,0,0,0,158,161,1,0,0,0,159,160,5,32,0,0,160,162,5,79,0,0,161,
        159,1,0,0,0,161,162,1,0,0,0,162,164,1,0,0,0,163,165,3,26,13,0,164,
        163,1,0,0,0,164,165,1,0,0,0,165,169,1,0,0,0,166,168,3,32,16,0,167,
        166,1,0,0,0,168,171,1,0,0,0,169,167,1,0,0,0,169,170,1,0,0,0,170,
        21,1,0,0,0,171,169,1,0,0,0,172,179,5,33,0,0,173,175,7,5,0,0,174,
        173,1,0,0,0,175,176,1,0,0,0,176,174,1,0,0,0,176,177,1,0,0,0,177,
        179,1,0,0,0,178,172,1,0,0,0,178,174,1,0,0,0,179,23,1,0,0,0,180,181,
        5,79,0,0,181,182,5,35,0,0,182,183,5,79,0,0,183,184,5,36,0,0,184,
        185,5,79,0,0,185,186,5,37,0,0,186,25,1,0,0,0,187,196,5,28,0,0,188,
        193,3,28,14,0,189,190,5,38,0,0,190,192,3,28,14,0,191,189,1,0,0,0,
        192,195,1,0,0,0,193,191,1,0,0,0,193,194,1,0,0,0,194,197,1,0,0,0,
        195,193,1,0,0,0,196,188,1,0,0,0,196,197,1,0,0,0,197,198,1,0,0,0,
        198,199,5,29,0,0,199,27,1,0,0,0,200,231,5,39,0,0,201,231,5,40,0,
        0,202,203,5,41,0,0,203,231,5,79,0,0,204,205,5,42,0,0,205,231,5,79,
        0,0,206,231,5,43,0,0,207,209,5,44,0,0,208,210,3,30,15,0,209,208,
        1,0,0,0,210,211,1,0,0,0,211,209,1,0,0,0,211,212,1,0,0,0,212,231,
        1,0,0,0,213,214,5,45,0,0,214,215,5,46,0,0,215,216,5,79,0,0,216,217,
        5,47,0,0,217,231,5,79,0,0,218,219,5,48,0,0,219,225,5,79,0,0,220,
        223,5,49,0,0,221,224,5,79,0,0,222,224,5,50,0,0,223,221,1,0,0,0,223,
        222,1,0,0,0,224,226,1,0,0,0,225,220,1,0,0,0,225,226,1,0,0,0,226,
        228,1,0,0,0,227,229,5,74,0,0,228,227,1,0,0,0,228,229,1,0,0,0,229,
        231,1,0,0,0,230,200,1,0,0,0,230,201,1,0,0,0,230,202,1,0,0,0,230,
        204,1,0,0,0,230,206,1,0,0,0,230,207,1,0,0,0,230,213,1,0,0,0,230,
        218,1,0,0,0,231,29,1,0,0,0,232,233,5,79,0,0,233,234,5,35,0,0,234,
        235,5,79,0,0,235,31,1,0,0,0,236,237,7,6,0,0,237,243,7,7,0,0,238,
        239,5,55,0,0,239,243,7,8,0,0,240,241,5,59,0,0,241,243,7,9,0,0,242,
        236,1,0,0,0,242,238,1,0,0,0,242,240,1,0,0,0,243,33,1,0,0,0,244,245,
        5,60,0,0,245,246,5,79,0,0,246,247,3,52,26,0,247,264,5,36,0,0,248,
        253,3,48,24,0,249,250,5,38,0,0,250,252,3,46,23,0,251,249,1,0,0,0,
        252,255,1,0,0,0,253,251,1,0,0,0,253,254,1,0,0,0,254,265,1,0,0,0,
        255,253,1,0,0,0,256,261,3,46,23,0,257,258,5,38,0,0,258,260,3,46,
        23,0,259,257,1,0,0,0,260,263,1,0,0,0,261,259,1,0,0,0,261,262,1,0,
        0,0,262,265,1,0,0,0,263,261,1,0,0,0,264,248,1,0,0,0,264,256,1,0,
        0,0,264,265,1,0,0,0,265,266,1,0,0,0,266,267,5,37,0,0,267,35,1,0,
        0,0,268,269,5,61,0,0,269,270,5,79,0,0,270,271,5,62,0,0,271,273,3,
        48,24,0,272,274,3,50,25,0,273,272,1,0,0,0,273,274,1,0,0,0,274,276,
        1,0,0,0,275,277,3,44,22,0,276,275,1,0,0,0,276,277,1,0,0,0,277,37,
        1,0,0,0,278,279,5,63,0,0,279,280,3,52,26,0,280,282,3,48,24,0,281,
        283,5,64,0,0,282,281,1,0,0,0,282,283,1,0,0,0,283,284,1,0,0,0,284,
        285,3,44,22,0,285,39,1,0,0,0,286,287,5,65,0,0,287,288,5,79,0,0,288,
        41,1,0,0,0,289,290,5,66,0,0,290,43,1,0,0,0,291,300,5,67,0,0,292,
        297,3,46,23,0,293,294,5,38,0,0,294,296,3,46,23,0,295,293,1,0,0,0,
        296,299,1,0,0,0,297,295,1,0,0,0,297,298,1,0,0,0,298,301,1,0,0,0,
        299,297,1,0,0,0,300,292,1,0,0,0,300,301,1,0,0,0,301,302,1,0,0,0,
        302,303,5,68,0,0,303,45,1,0,0,0,304,305,3,50,25,0,305,309,5,62,0,
        0,306,310,3,48,24,0,307,310,3,50,25,0,308,310,5,75,0,0,309,306,1,
        0,0,0,309,307,1,0,0,0,309,308,1,0,0,0,310,47,1,0,0,0,311,313,5,33,
        0,0,312,311,1,0,0,0,312,313,1,0,0,0,313,314,1,0,0,0,314,315,7,10,
        0,0,315,49,1,0,0,0,316,321,5,81,0,0,317,321,5,73,0,0,318,321,5,72,
        0,0,319,321,3,52,26,0,320,316,1,0,0,0,320,317,1,0,0,0,320,318,1,
        0,0,0,320,319,1,0,0,0,321,51,1,0,0,0,322,323,7,11,0,0,323,53,1,0,
        0,0,39,56,65,79,84,88,92,105,115,118,121,133,136,146,153,157,161,
        164,169,176,178,193,196,211,223,225,228,230,242,253,261,264,273,
        276,282,297,300,309,312,320
    ];

    private static __ATN: antlr.ATN;
    public static get _ATN(): antlr.ATN {
        if (!TraceParser.__ATN) {
            TraceParser.__ATN = new antlr.ATNDeserializer().deserialize(TraceParser._serializedATN);
        }

        return TraceParser.__ATN;
    }


    private static readonly vocabulary = new antlr.Vocabulary(TraceParser.literalNames, TraceParser.symbolicNames, []);

    public override get vocabulary(): antlr.Vocabulary {
        return TraceParser.vocabulary;
    }

    private static readonly decisionsToDFA = TraceParser._ATN.decisionToState.map( (ds: antlr.DecisionState, index: number) => new antlr.DFA(ds, index) );
}

export class LineContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public EOF(): antlr.TerminalNode {
        return this.getToken(TraceParser.EOF, 0)!;
    }
    public header(): HeaderContext | null {
        return this.getRuleContext(0, HeaderContext);
    }
    public event(): EventContext | null {
        return this.getRuleContext(0, EventContext);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_line;
    }
}


export class HeaderContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_header;
    }
    public override copyFrom(ctx: HeaderContext): void {
        super.copyFrom(ctx);
    }
}
export class FormatLineContext extends HeaderContext {
    public constructor(ctx: HeaderContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public INT(): antlr.TerminalNode {
        return this.getToken(TraceParser.INT, 0)!;
    }
}
export class StackLineContext extends HeaderContext {
    public _name?: ValueContext;
    public _version?: ValueContext;
    public constructor(ctx: HeaderContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public value(): ValueContext[];
    public value(i: number): ValueContext | null;
    public value(i?: number): ValueContext[] | ValueContext | null {
        if (i === undefined) {
            return this.getRuleContexts(ValueContext);
        }

        return this.getRuleContext(i, ValueContext);
    }
}
export class ScenarioLineContext extends HeaderContext {
    public constructor(ctx: HeaderContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public value(): ValueContext {
        return this.getRuleContext(0, ValueContext)!;
    }
}
export class SeedLineContext extends HeaderContext {
    public constructor(ctx: HeaderContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public number(): NumberContext {
        return this.getRuleContext(0, NumberContext)!;
    }
}
export class ProfileLineContext extends HeaderContext {
    public constructor(ctx: HeaderContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public value(): ValueContext {
        return this.getRuleContext(0, ValueContext)!;
    }
}
export class ClockLineContext extends HeaderContext {
    public _kind?: Token | null;
    public constructor(ctx: HeaderContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
}
export class RecorderLineContext extends HeaderContext {
    public constructor(ctx: HeaderContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public recorderWord(): RecorderWordContext[];
    public recorderWord(i: number): RecorderWordContext | null;
    public recorderWord(i?: number): RecorderWordContext[] | RecorderWordContext | null {
        if (i === undefined) {
            return this.getRuleContexts(RecorderWordContext);
        }

        return this.getRuleContext(i, RecorderWordContext);
    }
}
export class LagLineContext extends HeaderContext {
    public _incoming?: DurationContext;
    public _outgoing?: DurationContext;
    public _error?: DurationContext;
    public constructor(ctx: HeaderContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public duration(): DurationContext[];
    public duration(i: number): DurationContext | null;
    public duration(i?: number): DurationContext[] | DurationContext | null {
        if (i === undefined) {
            return this.getRuleContexts(DurationContext);
        }

        return this.getRuleContext(i, DurationContext);
    }
}
export class StartedLineContext extends HeaderContext {
    public constructor(ctx: HeaderContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public value(): ValueContext {
        return this.getRuleContext(0, ValueContext)!;
    }
}
export class SettingLineContext extends HeaderContext {
    public _name?: ValueContext;
    public _content?: ValueContext;
    public constructor(ctx: HeaderContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public value(): ValueContext[];
    public value(i: number): ValueContext | null;
    public value(i?: number): ValueContext[] | ValueContext | null {
        if (i === undefined) {
            return this.getRuleContexts(ValueContext);
        }

        return this.getRuleContext(i, ValueContext);
    }
}
export class ToolLineContext extends HeaderContext {
    public constructor(ctx: HeaderContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public value(): ValueContext {
        return this.getRuleContext(0, ValueContext)!;
    }
}
export class ConnectionLineContext extends HeaderContext {
    public _stack?: Token | null;
    public _peer?: Token | null;
    public constructor(ctx: HeaderContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public ENDPOINT(): antlr.TerminalNode[];
    public ENDPOINT(i: number): antlr.TerminalNode | null;
    public ENDPOINT(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(TraceParser.ENDPOINT);
    	} else {
    		return this.getToken(TraceParser.ENDPOINT, i);
    	}
    }
}


export class RecorderWordContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_recorderWord;
    }
}


export class DurationContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public DURATION(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.DURATION, 0);
    }
    public INT(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.INT, 0);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_duration;
    }
}


export class ValueContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public text(): TextContext | null {
        return this.getRuleContext(0, TextContext);
    }
    public INT(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.INT, 0);
    }
    public FLOAT(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.FLOAT, 0);
    }
    public VERSION(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.VERSION, 0);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_value;
    }
}


export class EventContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public bracket(): BracketContext {
        return this.getRuleContext(0, BracketContext)!;
    }
    public happening(): HappeningContext {
        return this.getRuleContext(0, HappeningContext)!;
    }
    public FRAME(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.FRAME, 0);
    }
    public connection(): ConnectionContext | null {
        return this.getRuleContext(0, ConnectionContext);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_event;
    }
}


export class ConnectionContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public INT(): antlr.TerminalNode {
        return this.getToken(TraceParser.INT, 0)!;
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_connection;
    }
}


export class BracketContext extends antlr.ParserRuleContext {
    public _from_?: TimeContext;
    public _to?: TimeContext;
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public time(): TimeContext[];
    public time(i: number): TimeContext | null;
    public time(i?: number): TimeContext[] | TimeContext | null {
        if (i === undefined) {
            return this.getRuleContexts(TimeContext);
        }

        return this.getRuleContext(i, TimeContext);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_bracket;
    }
}


export class TimeContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public INT(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.INT, 0);
    }
    public FLOAT(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.FLOAT, 0);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_time;
    }
}


export class HappeningContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public segment(): SegmentContext | null {
        return this.getRuleContext(0, SegmentContext);
    }
    public call(): CallContext | null {
        return this.getRuleContext(0, CallContext);
    }
    public return(): ReturnContext | null {
        return this.getRuleContext(0, ReturnContext);
    }
    public snapshot(): SnapshotContext | null {
        return this.getRuleContext(0, SnapshotContext);
    }
    public gap(): GapContext | null {
        return this.getRuleContext(0, GapContext);
    }
    public end(): EndContext | null {
        return this.getRuleContext(0, EndContext);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_happening;
    }
}


export class SegmentContext extends antlr.ParserRuleContext {
    public _dir?: Token | null;
    public _ack?: Token | null;
    public _win?: Token | null;
    public _urg?: Token | null;
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public flags(): FlagsContext {
        return this.getRuleContext(0, FlagsContext)!;
    }
    public seq(): SeqContext {
        return this.getRuleContext(0, SeqContext)!;
    }
    public options(): OptionsContext | null {
        return this.getRuleContext(0, OptionsContext);
    }
    public suffix(): SuffixContext[];
    public suffix(i: number): SuffixContext | null;
    public suffix(i?: number): SuffixContext[] | SuffixContext | null {
        if (i === undefined) {
            return this.getRuleContexts(SuffixContext);
        }

        return this.getRuleContext(i, SuffixContext);
    }
    public INT(): antlr.TerminalNode[];
    public INT(i: number): antlr.TerminalNode | null;
    public INT(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(TraceParser.INT);
    	} else {
    		return this.getToken(TraceParser.INT, i);
    	}
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_segment;
    }
}


export class FlagsContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public WORD(): antlr.TerminalNode[];
    public WORD(i: number): antlr.TerminalNode | null;
    public WORD(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(TraceParser.WORD);
    	} else {
    		return this.getToken(TraceParser.WORD, i);
    	}
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_flags;
    }
}


export class SeqContext extends antlr.ParserRuleContext {
    public _from_?: Token | null;
    public _to?: Token | null;
    public _length?: Token | null;
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public INT(): antlr.TerminalNode[];
    public INT(i: number): antlr.TerminalNode | null;
    public INT(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(TraceParser.INT);
    	} else {
    		return this.getToken(TraceParser.INT, i);
    	}
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_seq;
    }
}


export class OptionsContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public option(): OptionContext[];
    public option(i: number): OptionContext | null;
    public option(i?: number): OptionContext[] | OptionContext | null {
        if (i === undefined) {
            return this.getRuleContexts(OptionContext);
        }

        return this.getRuleContext(i, OptionContext);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_options;
    }
}


export class OptionContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_option;
    }
    public override copyFrom(ctx: OptionContext): void {
        super.copyFrom(ctx);
    }
}
export class NopContext extends OptionContext {
    public constructor(ctx: OptionContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
}
export class EolContext extends OptionContext {
    public constructor(ctx: OptionContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
}
export class MssContext extends OptionContext {
    public constructor(ctx: OptionContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public INT(): antlr.TerminalNode {
        return this.getToken(TraceParser.INT, 0)!;
    }
}
export class WscaleContext extends OptionContext {
    public constructor(ctx: OptionContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public INT(): antlr.TerminalNode {
        return this.getToken(TraceParser.INT, 0)!;
    }
}
export class SackOkContext extends OptionContext {
    public constructor(ctx: OptionContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
}
export class SackContext extends OptionContext {
    public constructor(ctx: OptionContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public block(): BlockContext[];
    public block(i: number): BlockContext | null;
    public block(i?: number): BlockContext[] | BlockContext | null {
        if (i === undefined) {
            return this.getRuleContexts(BlockContext);
        }

        return this.getRuleContext(i, BlockContext);
    }
}
export class TimestampsContext extends OptionContext {
    public _val?: Token | null;
    public _ecr?: Token | null;
    public constructor(ctx: OptionContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public INT(): antlr.TerminalNode[];
    public INT(i: number): antlr.TerminalNode | null;
    public INT(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(TraceParser.INT);
    	} else {
    		return this.getToken(TraceParser.INT, i);
    	}
    }
}
export class OtherOptionContext extends OptionContext {
    public _kind?: Token | null;
    public _wrong?: Token | null;
    public _none?: Token | null;
    public constructor(ctx: OptionContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public INT(): antlr.TerminalNode[];
    public INT(i: number): antlr.TerminalNode | null;
    public INT(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(TraceParser.INT);
    	} else {
    		return this.getToken(TraceParser.INT, i);
    	}
    }
    public HEX(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.HEX, 0);
    }
}


export class BlockContext extends antlr.ParserRuleContext {
    public _left?: Token | null;
    public _right?: Token | null;
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public INT(): antlr.TerminalNode[];
    public INT(i: number): antlr.TerminalNode | null;
    public INT(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(TraceParser.INT);
    	} else {
    		return this.getToken(TraceParser.INT, i);
    	}
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_block;
    }
}


export class SuffixContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_suffix;
    }
    public override copyFrom(ctx: SuffixContext): void {
        super.copyFrom(ctx);
    }
}
export class FieldSuffixContext extends SuffixContext {
    public _name?: Token | null;
    public _content?: Token | null;
    public constructor(ctx: SuffixContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public INT(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.INT, 0);
    }
    public HEX(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.HEX, 0);
    }
}
export class ChecksumSuffixContext extends SuffixContext {
    public _kind?: Token | null;
    public constructor(ctx: SuffixContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
}
export class DataSuffixContext extends SuffixContext {
    public _content?: Token | null;
    public constructor(ctx: SuffixContext) {
        super(ctx.parent, ctx.invokingState);
        super.copyFrom(ctx);
    }
    public STRING(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.STRING, 0);
    }
    public HEX(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.HEX, 0);
    }
}


export class CallContext extends antlr.ParserRuleContext {
    public _socket?: NumberContext;
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public INT(): antlr.TerminalNode {
        return this.getToken(TraceParser.INT, 0)!;
    }
    public word(): WordContext {
        return this.getRuleContext(0, WordContext)!;
    }
    public entry(): EntryContext[];
    public entry(i: number): EntryContext | null;
    public entry(i?: number): EntryContext[] | EntryContext | null {
        if (i === undefined) {
            return this.getRuleContexts(EntryContext);
        }

        return this.getRuleContext(i, EntryContext);
    }
    public number(): NumberContext | null {
        return this.getRuleContext(0, NumberContext);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_call;
    }
}


export class ReturnContext extends antlr.ParserRuleContext {
    public _error?: TextContext;
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public INT(): antlr.TerminalNode {
        return this.getToken(TraceParser.INT, 0)!;
    }
    public number(): NumberContext {
        return this.getRuleContext(0, NumberContext)!;
    }
    public entries(): EntriesContext | null {
        return this.getRuleContext(0, EntriesContext);
    }
    public text(): TextContext | null {
        return this.getRuleContext(0, TextContext);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_return;
    }
}


export class SnapshotContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public word(): WordContext {
        return this.getRuleContext(0, WordContext)!;
    }
    public number(): NumberContext {
        return this.getRuleContext(0, NumberContext)!;
    }
    public entries(): EntriesContext {
        return this.getRuleContext(0, EntriesContext)!;
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_snapshot;
    }
}


export class GapContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public INT(): antlr.TerminalNode {
        return this.getToken(TraceParser.INT, 0)!;
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_gap;
    }
}


export class EndContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_end;
    }
}


export class EntriesContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public entry(): EntryContext[];
    public entry(i: number): EntryContext | null;
    public entry(i?: number): EntryContext[] | EntryContext | null {
        if (i === undefined) {
            return this.getRuleContexts(EntryContext);
        }

        return this.getRuleContext(i, EntryContext);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_entries;
    }
}


export class EntryContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public text(): TextContext[];
    public text(i: number): TextContext | null;
    public text(i?: number): TextContext[] | TextContext | null {
        if (i === undefined) {
            return this.getRuleContexts(TextContext);
        }

        return this.getRuleContext(i, TextContext);
    }
    public number(): NumberContext | null {
        return this.getRuleContext(0, NumberContext);
    }
    public VERSION(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.VERSION, 0);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_entry;
    }
}


export class NumberContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public INT(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.INT, 0);
    }
    public FLOAT(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.FLOAT, 0);
    }
    public EXPONENT(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.EXPONENT, 0);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_number;
    }
}


export class TextContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public STRING(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.STRING, 0);
    }
    public ENDPOINT(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.ENDPOINT, 0);
    }
    public TIMESTAMP(): antlr.TerminalNode | null {
        return this.getToken(TraceParser.TIMESTAMP, 0);
    }
    public word(): WordContext | null {
        return this.getRuleContext(0, WordContext);
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_text;
    }
}


export class WordContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public WORD(): antlr.TerminalNode {
        return this.getToken(TraceParser.WORD, 0)!;
    }
    public override get ruleIndex(): number {
        return TraceParser.RULE_word;
    }
}
