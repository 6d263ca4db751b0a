// A wood from the air; the mesh's colour is its mean tone, its place in metres the pattern's.
out vec2 place;
out vec3 tone;

void main(void) {
    vec4 seen = viewMatrix * vec4(objectRotation() * (objectScale * pos) + objectPos, 1.0);
    gl_Position = projMatrix * seen;
    place = pos.xy;
    tone = color * objectColor;
}
