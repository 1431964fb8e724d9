package club.merge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Brings the member lists of two branches together, each address once. */
public class MemberMerge {

    public static class Member {
        private final String name;
        private final String address;

        public Member(String name, String address) {
            this.name = name;
            this.address = address;
        }

        public String getName() {
            return name;
        }

        public String getAddress() {
            return address;
        }
    }

    public List<Member> merge(List<Member> first, List<Member> second) {
        List<Member> merged = new ArrayList<>(first.size() + second.size());
        List<String> known = new ArrayList<>();
        for (Member member : first) {
            String key = key(member);
            if (!known.contains(key)) {
                known.add(key);
                merged.add(member);
            }
        }
        for (Member member : second) {
            String key = key(member);
            if (!known.contains(key)) {
                known.add(key);
                merged.add(member);
            }
        }
        return merged;
    }

    public Set<String> names(List<Member> members) {
        Set<String> names = new LinkedHashSet<>();
        for (Member member : members) {
            names.add(member.getName());
        }
        return names;
    }

    private static String key(Member member) {
        return member.getAddress().trim().toLowerCase(Locale.ROOT);
    }
}
